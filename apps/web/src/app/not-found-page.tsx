import { Link } from 'react-router-dom';

export function NotFoundPage() {
  return (
    <main>
      <h1>Nothing here</h1>
      <p>
        This page does not exist. <Link to="/">Back to the overview</Link>
      </p>
    </main>
  );
}
