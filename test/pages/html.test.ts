/** The template that all pages are written in: no string that is put into it becomes markup. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { attributes, escapeHtml, html, render } from '@granthouse/pages';
import { propertyRuns } from '../support/property-runs.ts';
import { hostileText, skeletonOf, textsOf } from '../authorization-server/pages/parsed-html.ts';

describe('html', () => {
  it('escapes text', () => {
    expect(render(html`<p>${'<b>"Tom" & \'Jerry\'</b>'}</p>`)).toBe(
      '<p>&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;</p>',
    );
  });

  it('escapes what stands in an attribute, whichever quotes are around it', () => {
    expect(render(html`<p title="${'" onclick="x'}"></p>`)).toBe('<p title="&quot; onclick=&quot;x"></p>');
    // Written as a call, because the formatter would turn the quotes.
    const single = Object.assign(["<p title='", "'></p>"], { raw: [] });
    expect(render(html(single, "' onclick='x"))).toBe("<p title='&#39; onclick=&#39;x'></p>");
  });

  it('nests its own fragments as they are, and escapes a fragment that was turned into a string', () => {
    const inner = html`<b>${'<'}</b>`;
    expect(render(html`<p>${inner}${[inner, 'a>b']}</p>`)).toBe('<p><b>&lt;</b><b>&lt;</b>a&gt;b</p>');
    expect(render(html`<p>${render(inner)}</p>`)).toBe('<p>&lt;b&gt;&amp;lt;&lt;/b&gt;</p>');
  });

  it('writes numbers, and nothing for false and undefined', () => {
    expect(render(html`<p>${0}${false}${undefined}</p>`)).toBe('<p>0</p>');
  });

  it('takes nothing for a fragment that it did not make', () => {
    const lookalike = JSON.parse('{"fragment":"<script>","markup":"<script>"}') as ReturnType<typeof html>;
    expect(() => render(html`<p>${lookalike}</p>`)).toThrow(TypeError);
  });

  it.each([
    ['a tag’s name', () => html`<${'p'}>`],
    ['the name of an end tag', () => html`<p></${'p'}>`],
    ['an attribute’s name', () => html`<p ${'onclick=x'}>`],
    ['an unquoted attribute', () => html`<p title=${'x'}>`],
    ['an unquoted attribute, written by attributes()', () => html`<p title=${attributes({ lang: 'x' })}>`],
    [
      'a script',
      () =>
        html`<script>
          ${'x'};
        </script>`,
    ],
    [
      'a script that is elsewhere, and holds something',
      () =>
        html`<script type="module" src="${'/a.js'}">
          ${'x'}
        </script>`,
    ],
    [
      'a style',
      () =>
        html`<style>
          ${'x'}
        </style>`,
    ],
    ['a comment', () => html`<!--${'x'}-->`],
    ['an attribute, as a fragment', () => html`<p title="${html`x`}">`],
    ['a tag, as a fragment', () => html`<p ${html`onclick`}>`],
    ['text, as attributes', () => html`<p>${attributes({ lang: 'x' })}</p>`],
    ['a template without its end', () => html`<p title="${'x'}`],
  ])('throws for a value in %s', (_place, write) => {
    expect(write).toThrow(TypeError);
  });

  it('no string in a text or an attribute makes a tag or an attribute, and each is read back as it was', () => {
    const write = (a: string, b: string, c: string, d: string) =>
      render(html`<p title="${a}" data-b="${b}" ${attributes({ lang: c })}>${d}<b>${[d, html`<i>${d}</i>`]}</b></p>`);
    const expected = skeletonOf(write('a', 'b', 'c', 'd'));
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, hostileText, (a, b, c, d) => {
        const written = write(a, b, c, d);
        expect(skeletonOf(written)).toEqual(expected);
        expect(textsOf(written)).toEqual([a, b, c, d, d, d].map(asRead).filter((text) => text !== ''));
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

describe('attributes', () => {
  it('writes each with its quotes, and leaves out what is false or undefined', () => {
    expect(render(html`<input${attributes({ value: '"', required: true, autofocus: false, id: undefined })}>`)).toBe(
      '<input value="&quot;" required>',
    );
  });

  it.each(['on click', 'a=b', 'a"', '>', '', 'A'])('throws for the name %j', (name) => {
    expect(() => attributes({ [name]: 'x' })).toThrow(TypeError);
  });
});

describe('escapeHtml', () => {
  it('leaves no character that could end a text or an attribute', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

/** What a parser makes of any input before it looks at it (HTML §13.2.3.5). */
function asRead(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}
