import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from '@tanstack/react-router';
import { useText } from '../text/text-context.tsx';
import styles from './parts.module.css';

let lastPath: string | undefined;

/** The frame of a page: heading, title of the document, and focus on the heading after a navigation (R13). */
export function Page(props: { title: string; intro?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = t('kit.documentTitle', { page: props.title });
  }, [props.title, t]);
  useEffect(() => {
    // The first page keeps the browser's own focus, so that a reader starts at the top.
    if (lastPath !== undefined && lastPath !== pathname) heading.current?.focus();
    lastPath = pathname;
  }, [pathname]);
  return (
    <div className={styles.page}>
      <div className={styles.pageHead}>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.intro && <p>{props.intro}</p>}
        </div>
        {props.actions && <div className={styles.cluster}>{props.actions}</div>}
      </div>
      {props.children}
    </div>
  );
}
