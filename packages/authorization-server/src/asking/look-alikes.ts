/**
 * Characters that look like letters of the Latin alphabet, from the data of Unicode 17.0.0 for UTS #39 §4.1 (their
 * license: UNICODE-LICENSE of this package), save those that normalisation turns into such letters. Made by
 * `tools/look-alikes.mjs`, which adds small capitals and the like.
 */

/** By what they look like, their code points in hexadecimal. */
const codePoints = {
  a: '23a 250 251 391 3b1 410 430 13aa 15c5 15e9 1d00 2376 237a 2c65 5342 a4ee 102a0 16f40',
  aa: 'a732 a733',
  ae: 'c6 e6 4d4 4d5',
  ao: 'a734 a735',
  ar: '1f707',
  au: 'a736 a737',
  av: 'a738 a739 a73a a73b',
  ay: 'a73c a73d',
  b: '180 182 183 184 253 299 392 411 412 42c 462 463 48c 48d 13cf 13f4 1472 1473 15af 15f7 2c82 a4d0 a7b4 10282 102a1 10301 16eb6',
  bl: '42b',
  c: 'a2 188 23c 255 421 441 4aa 4ab 1004 105a 13df 1455 1d04 20a1 2ca4 2ca5 531a a4da abaf 102a2 10302 10415 1043d 1051c 118e9 118f2 1f16e 1f74c',
  d: 'd0 110 111 189 18c 256 257 501 56a 13a0 13e7 146f 15de 15ea 1d05 20ab a4d2 a4d3',
  dz: '2a3',
  e: '246 247 258 25b 395 3b5 415 435 454 4bd 4bf 4d9 13ac 15f1 15f4 1d07 212e 22ff 2d39 4e47 a4f0 ab32 10286 118a6 118ae',
  f: '191 192 3dc 584 15b4 1d6e 1e9d a4dd a730 a798 a799 ab35 10287 102a5 10525 118a2 118c2 1d213',
  fn: '2a9',
  g: '18d 1e4 1e5 260 261 262 50c 581 13c0 13f3 161c 1d83 a4d6',
  h: '126 127 266 29c 397 41d 45b 4a2 4bb 4c7 4c9 570 13bb 13c2 13f2 157c 2c67 2c8e a4e7 a695 102cf',
  i: '131 268 269 26a 3b9 456 582 13a5 1d7b 1d7c 2373 2378 2c93 4e28 a647 ab75 118c3',
  j: '248 249 37f 3f3 408 458 13ab 148d 1d0a a4d9 a7b2',
  k: '138 199 39a 41a 49a 49e 13e6 16d5 1d0b 20ad 2c69 2c94 a4d7 a740 10518',
  l: '141 142 196 197 19a 1c0 26b 26d 29f 399 406 4c0 4cf 5c0 5d5 5df 627 661 673 6f1 7ca 13de 14aa 16c1 2223 23fd 2c92 2cd0 2d4f 3125 a4e1 a4f2 1028a 10309 10320 1041b 10526 118a3 118b2 11dda 11de1 16eaa 16f16 16f28 1d22a 1e8c7',
  ll: '1c1 5f0 2016 2225 10199',
  lls: '10198',
  lo: '42e',
  ls: '2aa',
  lt: '20b6',
  lz: '2ab',
  m: '39c 3fa 41c 4cd 13b7 15f0 16d6 1d0d 2c98 a4df 102b0 10311',
  mb: '1f76b',
  n: '14b 19d 19e 272 273 274 39d 3b7 43f 572 578 57c 144e 1d70 2c9a a4e0 1018e 10513',
  o: 'd8 f8 19f 275 398 39f 3b8 3bf 3c3 3ed 41e 43e 472 473 4e8 4e9 555 585 5e1 647 665 6be 6c1 6d5 6f5 6ff 7c0 966 9e6 a66 ae6 b20 b66 be6 c02 c66 c82 ce6 d02 d20 d66 d82 e50 ed0 1010 101d 1040 10d7 10ff 12d0 13be 13eb 15dd 17e0 1d0f 1d11 2296 229d 236c 2c90 2c91 2c9e 2c9f 2d31 2d41 2d54 3007 3116 a4f3 a74a a74b ab3d ab3e ab74 ab8e abbb 10292 102ab 10404 1042c 104c2 104ea 10516 114d0 118b5 118c8 118d7 118e0 11de0 1d21a 1f714',
  oe: '152 153',
  oo: '221e a698 a699 a74e a74f',
  p: 'fe 1a5 1bf 3a1 3c1 3f8 420 440 13e2 146d 1d18 1d7d 2374 2ca2 2ca3 2cce 2ccf a4d1 10295',
  q: '2a0 51b 563 566 146b 2d55 a7af',
  qe: '1f700',
  r: '1a6 24c 24d 27c 27d 27e 280 433 44f 493 13a1 13d2 1587 1d26 1d72 2c85 5c3a a4e3 ab47 ab48 ab81 104b4 16f35 1d216',
  rn: '271 1d6f 20a5 11700 118e3',
  s: '1bd 282 405 455 54f d1f 13d5 13da 1515 1d74 4e02 a4e2 a731 abaa 10296 10420 10448 118c1 16f3a',
  sss: '1f75c',
  t: '166 167 1ad 1ae 23e 288 3a4 422 442 4ac 13a2 1d1b 1d75 20ae 22a4 2361 27d9 2c66 2ca6 3112 4e05 a4d4 10297 102b1 10315 118bc 16f0a 1f768',
  tf: 'a777',
  ts: '2a6',
  u: '244 289 28a 28b 3c5 45f 54d 574 57d 1200 13cc 144c 1d1c 1d7e 222a 22c3 3129 a4f4 a79f ab4e ab52 ab9c 104ce 104f6 118b8 118d8 16f42',
  ue: '1d6b',
  uo: 'ab63',
  v: '3bd 474 475 5d8 667 6f7 13d9 142f 1d20 2228 22c1 2d38 a4e6 a6df aba9 10197 1051d 11706 118a0 118c0 16f08 1d20d 1f708',
  vb: '1f76c',
  w: '26f 3c9 448 461 47d 51c 51d 561 13b3 13d4 15ef 1d21 20a9 2cbd a4ea a761 ab83 114c5 1170a 1170e 1170f 118e6 118ef',
  x: 'd7 3a7 425 445 4b2 1541 157d 166d 166e 16b7 2573 292b 292c 2a2f 2a30 2cac 2d5d a4eb a7b3 10196 10290 102b4 10317 10322 10527 118ec',
  y: 'a5 1b4 24e 24f 263 28f 3a5 3b3 423 443 4ae 4af 4b0 4b1 10e7 13a9 13bd 1d8c 1eff 2ca8 2ca9 a4ec ab5a 102b2 118a4 118dc 16f43',
  z: '1b5 1b6 224 225 290 396 13c3 1614 1d22 1d76 a4dc ab93 102f5 118a9 118c4 118e5',
};

/** From a character to the letters, all of them small. */
export const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries(codePoints).flatMap(([letters, of]) =>
    of.split(' ').map((hex): [string, string] => [String.fromCodePoint(Number.parseInt(hex, 16)), letters]),
  ),
);
