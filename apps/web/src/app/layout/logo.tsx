import classes from './logo.module.css';

/** Herald's horn. Decoration: the name stands beside it. */
export function Logo({ size = 28, isQuiet = false }: { size?: number; isQuiet?: boolean }) {
  return (
    <svg
      className={classes.logo}
      data-quiet={isQuiet || undefined}
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
    >
      <rect className={classes.ground} width="32" height="32" rx="9" />
      <path
        className={classes.horn}
        d="M8.5 13.6v4.8c0 .6.5 1.1 1.1 1.1h2.2l7.6 4.1c.7.4 1.6-.1 1.6-1V9.4c0-.9-.9-1.4-1.6-1l-7.6 4.1H9.6c-.6 0-1.1.5-1.1 1.1Z"
      />
      <path className={classes.sound} d="M24 12.4c1 .9 1.6 2.2 1.6 3.6S25 18.700 24 19.600" />
    </svg>
  );
}
