/** What the option `limits` may be. */
import { z } from 'zod';

const pattern = z.string().refine((text) => {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}, 'Give a regular expression.');
const keywords = z.array(z.string());
const most = z.int().min(1);

export const toolLimits = z.strictObject({
  namePattern: pattern.optional(),
  // So much must stay that a word and a hash are left of a name that is cut.
  nameLength: z.int().min(16).optional(),
  qualifiedName: z
    .strictObject({
      form: z.string().includes('{tool}', 'Say where the name of the tool stands: mcp__{server}__{tool}.'),
      length: z.int().min(24),
    })
    .optional(),
  serverName: z.string().optional(),
  keyPattern: pattern.optional(),
  keyLength: z.int().min(16).optional(),
  refusedAtRoot: keywords.optional(),
  refusedKeywords: keywords.optional(),
  singleTypes: z.boolean().optional(),
  arrayItems: z.boolean().optional(),
  toolCount: most.optional(),
  descriptionLength: z.int().min(40).optional(),
  listBytes: most.optional(),
});
