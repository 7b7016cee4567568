import { IconMail } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';

import { customerMessagesQuery } from '../../../api/customers.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { LoadMore } from './load-more.tsx';
import { MessageDetails } from './message-details.tsx';
import classes from './profile.module.css';

export function MessagesTab({ id }: { id: string }) {
  const query = useInfiniteQuery(customerMessagesQuery(id));
  if (query.error) {
    return (
      <ErrorNotice
        title="The messages could not be loaded"
        error={query.error}
        isRetrying={query.isFetching}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (query.data === undefined) return <SkeletonCard height={240} />;
  const messages = query.data.pages.flatMap(({ data }) => data);
  if (messages.length === 0) {
    return (
      <EmptyState icon={IconMail} title="No messages">
        No campaign has been about this customer yet.
      </EmptyState>
    );
  }
  return (
    <SectionCard title="Messages" description="Newest first." isFlush>
      <ul className={classes.rows}>
        {messages.map((message) => (
          <li key={message.id}>
            <MessageDetails message={message} />
          </li>
        ))}
      </ul>
      <LoadMore query={query} label="Show older messages" />
    </SectionCard>
  );
}
