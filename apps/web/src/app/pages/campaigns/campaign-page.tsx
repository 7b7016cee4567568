import { useParams } from 'react-router-dom';

import { CampaignReport } from '../../../features/campaigns/report/campaign-report.tsx';

export function CampaignPage() {
  const { id = '' } = useParams();
  return <CampaignReport key={id} id={id} />;
}
