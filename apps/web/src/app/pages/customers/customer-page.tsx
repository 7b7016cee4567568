import { useParams } from 'react-router-dom';

import { CustomerProfile } from '../../../features/customers/profile/customer-profile.tsx';
import type { ShowExplanation } from '../../../features/customers/profile/segments-tab.tsx';
import { ExplainedTree } from '../../../features/segments/explain/explained-tree.tsx';
import { useMay } from '../../../lib/may.ts';
import { NotWithYourRole } from './not-with-your-role.tsx';

export function CustomerPage() {
  const { id = '' } = useParams();
  const maySee = useMay('people.read');
  if (!maySee) return <NotWithYourRole />;
  return <CustomerProfile key={id} id={id} showExplanation={explained} />;
}

const explained: ShowExplanation = ({ explanation }) => <ExplainedTree group={explanation} />;
