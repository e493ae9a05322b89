import { Menu as BaseMenu } from '@base-ui/react/menu';
import { useNavigate } from '@tanstack/react-router';
import { useMasterReason } from './button.tsx';
import buttonStyles from './button.module.css';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './overlay.module.css';

/** One line of a menu: it does something or goes somewhere. */
export interface MenuItem {
  readonly label: string;
  readonly onSelect?: () => void;
  readonly to?: string;
  readonly icon?: IconName;
  readonly isDangerous?: boolean;
  readonly disabledReason?: string | false;
  readonly needsMaster?: boolean;
}

/** A button that opens a list of actions. */
export function Menu(props: { label: string; items: readonly MenuItem[]; icon?: IconName; isIconOnly?: boolean }) {
  const { label, items, icon, isIconOnly } = props;
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger
        className={cx(buttonStyles.button, isIconOnly && buttonStyles.quiet, isIconOnly && buttonStyles.icon)}
        title={isIconOnly ? label : undefined}
      >
        {icon && <Icon name={icon} />}
        {isIconOnly ? <span className="visually-hidden">{label}</span> : label}
        {!isIconOnly && <Icon name="down" size={16} />}
      </BaseMenu.Trigger>
      <BaseMenu.Portal container={landmark}>
        <BaseMenu.Positioner className={styles.positioner} align="end" sideOffset={4}>
          <BaseMenu.Popup className={styles.menu}>
            {items.map((item) => (
              <Row key={item.label} item={item} />
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** Menus open inside the content of the page, so that a reader finds them in its landmark. */
const landmark = {
  get current() {
    return document.getElementById('main') ?? document.body;
  },
};

function Row({ item }: { item: MenuItem }) {
  const navigate = useNavigate();
  const offline = useMasterReason(item.needsMaster ?? false);
  const reason = item.disabledReason || offline;
  const select = () => {
    item.onSelect?.();
    if (item.to) void navigate({ to: item.to });
  };
  return (
    <BaseMenu.Item
      className={cx(styles.item, item.isDangerous && styles.dangerous)}
      disabled={Boolean(reason)}
      onClick={select}
    >
      {item.icon && <Icon name={item.icon} />}
      <span>
        {item.label}
        {reason && <span className={styles.reason}>{reason}</span>}
      </span>
    </BaseMenu.Item>
  );
}
