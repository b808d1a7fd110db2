// In: committed records of the trail, and how to restrict an agent.
// Out: alerts with their reason, restrictions, and what was acknowledged.
// Never here: a decision about a single call; a record without its reason.
export { createAnomalyWatch, type AnomalyWatch, type AnomalyWatchDeps } from './anomaly-watch.ts';
export type { Restrict, Restriction } from './raise-anomaly.ts';
export { acknowledgeAlert, openAlerts } from './alerts.ts';
