/** Addresses and ranges, as operators write them. */
import { networkOf } from '@granthouse/network';
import { z } from 'zod';

export const network = z
  .string()
  .refine((value) => networkOf(value) !== undefined, 'use an IP address or a range such as 10.0.0.0/8');
