/**
 * A value of a customer's field is sent to a model only when at least so many customers have it (and
 * the field identifies nobody): what fewer people share, such as a rare city, could point at one of them.
 */
export const MIN_SHARED_BY = 20;
