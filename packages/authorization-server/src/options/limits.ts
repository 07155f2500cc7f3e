/** How far the limits reach: they are on, and of a size for real life. */
import { z } from 'zod';
import { network } from './networks.ts';

export const limits = z
  .strictObject({
    /** Off only where something else counts requests before they come here. */
    enabled: z.boolean().default(true),
    /** Every budget times this. */
    times: z.number().min(0.01).max(1000).default(1),
    /** Addresses or ranges behind which thousands of people stand: their budgets are ten times as large. */
    sharedNetworks: z.array(network).default([]),
  })
  .prefault({});
