/** What every page of Granthouse is made of: markup that escapes by default, the frame, the headers, the stylesheet. */
export { form, type FormProps } from './form.ts';
export { attributes, escapeHtml, html, type HtmlValue, render, type SafeAttributes, type SafeHtml } from './html.ts';
export { type Brand, contact, layout, ownPath, type PageContent, type PageContext } from './layout.ts';
export { pageHeaders, type PageHeaderOptions } from './security-headers.ts';
export { stylesheet } from './stylesheet.ts';
