/** What the metadata tells people about a resource (RFC 9728 §2). */
import { z } from 'zod';

export interface AboutOptions {
  /** The name that people see. */
  resourceName?: string | undefined;
  /** A page for developers. */
  resourceDocumentation?: string | undefined;
  /** A page that says what may be done with the data. */
  resourcePolicyUri?: string | undefined;
  /** The page with the terms of service. */
  resourceTosUri?: string | undefined;
}

const page = z.url({ protocol: /^https?$/, error: 'give an http or https URL' }).optional();

export const aboutOptions = {
  resourceName: z.string().min(1).optional(),
  resourceDocumentation: page,
  resourcePolicyUri: page,
  resourceTosUri: page,
};
