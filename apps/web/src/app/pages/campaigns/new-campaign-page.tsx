export { CampaignWizardPage as NewCampaignPage } from './campaign-wizard-page.tsx';
