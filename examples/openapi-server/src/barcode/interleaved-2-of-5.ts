/** Digits as bars: Interleaved 2 of 5 (ISO/IEC 16390), where each pair of digits is five bars and the five gaps between them. */

/** Which two of five elements are wide, by digit. */
const wide = ['00110', '10001', '01001', '11000', '00101', '10100', '01100', '00011', '10010', '01010'];
const wideModules = 3;

/** The widths of bar, gap, bar, … in modules. An odd number of digits gets a zero in front. */
export function barWidths(digits: string): number[] {
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  const pairs = even.match(/\d{2}/gu) ?? [];
  const elements = pairs.flatMap(([bars = '0', gaps = '0']) =>
    Array.from({ length: 5 }, (_, index) => [wide[Number(bars)]![index], wide[Number(gaps)]![index]]).flat(),
  );
  const all = ['0', '0', '0', '0', ...elements, '1', '0', '0'];
  return all.map((element) => (element === '1' ? wideModules : 1));
}
