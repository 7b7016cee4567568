import { useNavigation } from 'react-router-dom';

import classes from './route-progress.module.css';

/** A thin line on top while the code of the next page is loaded; it takes no room. */
export function RouteProgress() {
  const { state } = useNavigation();
  return <div className={classes.line} data-active={state === 'loading' || undefined} aria-hidden />;
}
