interface ErrorNoticeProps {
  title: string;
  error: Error;
  isRetrying: boolean;
  onRetry: () => void;
}

export function ErrorNotice({ title, error, isRetrying, onRetry }: ErrorNoticeProps) {
  return (
    <div className="notice notice-error" role="alert">
      <div>
        <h3>{title}</h3>
        <p>{error.message}</p>
      </div>
      <button type="button" onClick={onRetry} disabled={isRetrying}>
        {isRetrying ? 'Trying…' : 'Try again'}
      </button>
    </div>
  );
}
