/** The doctor: it judges an MCP server as each host would, and says what is wrong, whose fault it is, and what mends it. */
export { examine, type ExamineOptions } from './examine.ts';
export { checks } from './checks.ts';
export type { Check, Fault, Found, Severity } from './check.ts';
export type { Exchange, GivenClient, Learned, Probe } from './probe.ts';
export type { LeftClient } from './clients.ts';
export type { RegistrationAnswer } from './checks/registration/registration-answer.ts';
export type { Finding, Report, SkippedCheck, ToldExchange } from './report.ts';
export type { Verdict } from './hosts/verdict.ts';
