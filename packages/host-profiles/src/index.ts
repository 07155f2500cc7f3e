/** What each MCP host puts on the wire, as data: to accept more, to simulate hosts, to tell people who is asking. */
export { hostProfiles } from './host-profiles.ts';
export { knownHosts } from './known-hosts.ts';
export { knownPrivateUseRedirectUris, recogniseHost, relays, type Recognition } from './recognition.ts';
export { knownHost, type KnownHost } from './known-host.ts';
export {
  toolLimitFact,
  toolLimitsOf,
  type HostToolLimits,
  type LimitEffect,
  type LimitFact,
  type ToolLimitFacts,
} from './tool-limits.ts';
export type {
  Confidence,
  HostProfile,
  MetadataDocument,
  RecordedFlow,
  RecordedStep,
  RedirectUri,
  RegistrationBody,
} from './host-profile.ts';
