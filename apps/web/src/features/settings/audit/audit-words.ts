/** What was done, in words, by the code under which the log has it. */
const ACTION_WORDS: Readonly<Record<string, string>> = {
  'campaign.create': 'Created a campaign',
  'campaign.duplicate': 'Duplicated a campaign',
  'campaign.delete': 'Deleted a draft',
  'campaign.launch': 'Launched a campaign',
  'campaign.pause': 'Paused a campaign',
  'campaign.resume': 'Resumed a campaign',
  'campaign.cancel': 'Cancelled a campaign',
  'campaign.retry': 'Sent failed messages again',
  'campaign.tag': 'Changed the tags of a campaign',
  'campaign.export': 'Downloaded recipients',
  'segment.create': 'Created a segment',
  'segment.update': 'Changed a segment',
  'segment.duplicate': 'Duplicated a segment',
  'segment.delete': 'Deleted a segment',
  'segment.refresh': 'Computed a segment anew',
  'segment.export': 'Downloaded an audience',
  'customer.export': 'Handed out a customer’s data',
  'customer.erase': 'Erased a customer',
  'member.sign_in': 'Signed in',
  'member.sign_out': 'Signed out',
  'member.invite': 'Invited a member',
  'member.change_role': 'Changed a member’s role',
  'member.remove': 'Removed a member',
  'key.create': 'Created an API key',
  'key.rename': 'Renamed an API key',
  'key.rotate': 'Rotated an API key',
  'key.revoke': 'Revoked an API key',
  'key.use': 'Called with a key that is not valid',
  'delivery.stop': 'Stopped all sending',
  'delivery.start': 'Started sending again',
  'workspace.update': 'Changed the workspace',
  'workspace.claim': 'Claimed the workspace',
  'queues.change': 'Changed the queues',
};

const GROUP_WORDS: Readonly<Record<string, string>> = {
  campaign: 'Campaigns',
  segment: 'Segments',
  customer: 'Customers',
  member: 'Members',
  key: 'API keys',
  delivery: 'Sending',
  workspace: 'Workspace',
  queues: 'Queues',
};

const REASON_WORDS: Readonly<Record<string, string>> = {
  forbidden: 'Their role or key may not',
  unauthorized: 'The key is not valid',
  cross_origin: 'It came from another site',
  conflict: 'It did not fit what is there',
  not_found: 'There is no such thing',
  invalid_input: 'What was asked is not valid',
  rate_limited: 'Too many calls',
  timed_out: 'It took too long',
  unavailable: 'Herald was too busy',
  internal: 'A fault of Herald',
  not_invited: 'Nobody invited them',
  email_not_verified: 'Google did not verify their address',
  removed: 'They were removed',
  other_account: 'Another account has this address',
  denied: 'They said no to Google',
  failed: 'Google did not confirm it',
};

/** Undefined for an action that has no name of its own: what was refused has that of its operation. */
export function actionWords(action: string): string | undefined {
  return ACTION_WORDS[action];
}

/** Undefined for a code that says it itself. */
export function reasonWords(reason: string): string | undefined {
  return REASON_WORDS[reason];
}

/** Groups of actions, each with all of it first, for a select. */
export const ACTION_CHOICES = Object.entries(GROUP_WORDS).map(([group, words]) => ({
  group: words,
  items: [
    { value: group, label: `${words}: everything` },
    ...Object.entries(ACTION_WORDS)
      .filter(([action]) => action.startsWith(`${group}.`))
      .map(([value, label]) => ({ value, label })),
  ],
}));

export function isKnownAction(action: string): boolean {
  return action in ACTION_WORDS || action in GROUP_WORDS;
}

/** The page of what it was done to, where there is one. */
export function subjectPage(action: string, subjectId: string): string | undefined {
  const [group, verb] = action.split('.');
  // What was deleted or erased has no page any more.
  if (verb === 'delete' || verb === 'erase') return undefined;
  if (group === 'campaign') return `/campaigns/${subjectId}`;
  if (group === 'segment') return `/segments/${subjectId}`;
  if (group === 'customer') return `/customers/${subjectId}`;
  return undefined;
}
