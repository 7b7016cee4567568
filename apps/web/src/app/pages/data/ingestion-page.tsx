import { useParams } from 'react-router-dom';

import { Batch } from '../../../features/data/batches/batch.tsx';

export function IngestionPage() {
  const { id = '' } = useParams();
  return <Batch key={id} id={id} />;
}
