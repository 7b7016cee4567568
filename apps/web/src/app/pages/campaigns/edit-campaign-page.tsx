export { CampaignWizardPage as EditCampaignPage } from './campaign-wizard-page.tsx';
