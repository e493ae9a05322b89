import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { useUrlState } from '../shell/url-state.ts';
import styles from './overlay.module.css';

/** One tab with what it shows. */
export interface TabItem {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

/** Views of one thing. Which one is seen stands in the address (R1), under `name`. */
export function Tabs({ items, label, name = 'tab' }: { items: readonly TabItem[]; label: string; name?: string }) {
  const [state, setState] = useUrlState({ [name]: items[0]?.id ?? '' });
  const current = items.some((item) => item.id === state[name]) ? state[name] : items[0]?.id;
  return (
    <BaseTabs.Root value={current} onValueChange={(value) => setState({ [name]: String(value) })}>
      <BaseTabs.List className={styles.tabs} aria-label={label} activateOnFocus={false}>
        {items.map((item) => (
          <BaseTabs.Tab key={item.id} value={item.id} className={styles.tab}>
            {item.label}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {items.map((item) => (
        <BaseTabs.Panel key={item.id} value={item.id} className={styles.panel}>
          {item.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
