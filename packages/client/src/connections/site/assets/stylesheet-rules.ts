/** How the pages of connections look beyond what all pages share: wider, lists, badges, switches; tints are mixed from the palette. */

const frame = `body.wide{max-width:48rem}
.wide .brand>bdi{flex:none;max-width:50%}
.who{display:flex;align-items:center;gap:.875rem;min-width:0;margin-inline-start:auto;font-size:.875rem;font-weight:400;white-space:nowrap}
.who bdi{min-width:0;overflow:hidden;text-overflow:ellipsis;color:var(--muted)}
.back{margin:-.625rem 0 .25rem;font-size:.875rem}
.back a{display:inline-flex;align-items:center;min-height:2.75rem}
.back a::before{content:"‹";content:"‹"/"";margin-inline-end:.5rem}
.title{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.75rem 1rem}
.title h1{min-width:0}
.fit{width:fit-content;padding-inline:1.25rem}
main>.note:first-child{margin-top:0}
.note+:is(h1,.title){margin-top:1.25rem}
:is(.address,.lead)+.note{margin-top:1.25rem}
.good{border-inline-start-color:var(--good)}
h2{margin-bottom:.375rem}
section>h2{color:var(--text);font-size:1.0625rem;font-weight:650}
section{margin-top:1.5rem;padding-top:1.5rem}
.hint{color:var(--muted);font-size:.875rem}
.note .facts{margin-top:.625rem}
.note .small{color:var(--text);font-weight:400}
.wrong{color:var(--problem);font-size:.875rem;font-weight:500}`;

const list = `.connections{margin:1.25rem 0 0;padding:0;list-style:none;border:1px solid var(--line);border-radius:.625rem}
.connections li{position:relative;display:flex;align-items:center;justify-content:space-between;gap:1rem;margin:0;padding:.875rem 1rem;min-height:4.5rem}
.connections li+li{border-top:1px solid var(--line)}
.connections .what{min-width:0}
.connections .what p{margin:0}
.connections a{text-decoration:none}
.connections a::after{content:"";position:absolute;inset:0;border-radius:.5rem}
.connections a:focus-visible{outline:none}
.connections a:focus-visible::after{outline:.1875rem solid var(--accent);outline-offset:-.1875rem}
.connections .how{flex:none;text-align:end}
.connections .how p{margin:.125rem 0 0}
.review{color:var(--problem);font-weight:500}
@media (hover:hover){.connections li:hover{background:var(--shade)}.connections li:first-child{border-radius:.625rem .625rem 0 0}.connections li:last-child{border-radius:0 0 .625rem .625rem}.connections li:only-child{border-radius:.625rem}}
.badge{display:inline-flex;align-items:center;gap:.4375rem;font-size:.875rem;font-weight:500;white-space:nowrap}
.badge::before{content:"";flex:none;width:.5625rem;height:.5625rem;border:.125rem solid var(--control);border-radius:50%}
.badge.good{color:var(--good)}
.badge.good::before{border-color:var(--good);background:var(--good)}
.badge.problem{margin:0;color:var(--problem)}
.badge.problem::before{border-color:var(--problem);background:var(--problem);border-radius:.125rem}
.badge.waiting{color:var(--muted)}
.badge.off{color:var(--muted);font-weight:400}`;

const forms = `main>form>label:first-of-type{margin-top:0}
section>h2+.note{margin-top:.75rem}
.note+p{margin-top:.75rem}
input+.hint{margin-top:.5rem}
section>h2+dl{margin-top:.625rem}
label+.hint,.hint+.wrong,label+.wrong{margin:-.25rem 0 .375rem}
textarea{display:block;width:100%;padding:.625rem .875rem;border:1px solid var(--control);border-radius:.5rem;background:var(--card);color:var(--text);font:.9375rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;resize:vertical}
textarea[aria-invalid]{border-color:var(--problem)}
::placeholder{color:var(--muted);opacity:1}
fieldset{min-width:0;margin:1.5rem 0 0;padding:0;border:0}
legend{padding:0;font-weight:500}
.choices{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:.5rem;margin-top:.5rem}
.choice:first-child:nth-last-child(odd){grid-column:1/-1}
.choice{position:relative;display:grid;grid-template-columns:auto 1fr;column-gap:.75rem;align-items:center;align-content:start;padding:.625rem .875rem;border:1px solid var(--line);border-radius:.5rem}
.choice label{margin:0}
.choice label::after{content:"";position:absolute;inset:0;cursor:pointer;border-radius:.5rem}
.choice .hint{grid-column:2;margin:0}
.choice:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.choice:has(:focus-visible){outline:.1875rem solid var(--accent);outline-offset:.125rem}
.choice input:focus-visible{outline:none}
input:is([type=radio],[type=checkbox]):not([type=hidden]){position:relative;z-index:1;display:inline-block;width:1.25rem;height:1.25rem;min-height:0;margin:0;padding:0;accent-color:var(--accent)}
.advanced{margin:1rem 0 0;color:var(--text);font-size:1rem}
.advanced h2{margin-top:1rem;color:var(--text);font-size:1rem;font-weight:650}
.advanced summary{color:var(--muted);font-size:.9375rem}
.choose~button{margin-top:1.25rem}
.choose~button+button{margin-top:.75rem}
form>button+button{margin-top:.75rem}
@supports selector(:has(*)){
.choose:not(:has([value=headers]:checked)) .if-headers,
.choose:has([value=none]:checked) .if-credential,
.choose:not(:has([value=api-key]:checked)) .if-key,
.choose:not(:has([value=shared]:checked)) .if-shared,
.choose:not(:has(:is([value=auto],[value=oauth]):checked)) .if-oauth,
.choose:not(:has(:is([value=auto],[value=oauth],[value=api-key]):checked)) .advanced{display:none}}
.copy{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;margin-top:.5rem;padding:.375rem .375rem .375rem .875rem;min-height:3.25rem;background:var(--shade);border:1px solid var(--line);border-radius:.5rem}
.copy code{flex:1 1 12rem;min-width:0}
.small-button{width:auto;min-height:2.75rem;min-width:5rem;padding:.375rem .875rem;border-color:var(--control);background:var(--card);color:inherit;font-size:.9375rem}
.small-button[hidden]{display:none}
.in-a-row{display:flex;flex-wrap:wrap;gap:.75rem}
.in-a-row>*{flex:0 1 auto}
.in-a-row>*+*{margin-top:0}
.in-a-row button,.in-a-row .button{width:auto;padding-inline:1.25rem}
[aria-busy=true]{cursor:progress;opacity:.8}`;

const details = `.tools{margin:.25rem 0 0;padding:0;list-style:none}
.tools li{margin:0;padding:.75rem 0}
.tools li+li{border-top:1px solid var(--line)}
.tools .hint{margin:.125rem 0 0}
.tools+button{width:auto;margin-top:.75rem;padding-inline:1.25rem}
.switch{position:relative;display:grid;grid-template-columns:1fr auto;column-gap:1rem;align-items:center}
.switch label{grid-area:1/1;margin:0;font-weight:650}
.switch label::after{content:"";position:absolute;inset:0;cursor:pointer}
.switch .hint{grid-area:2/1}
.switch:not(.plain) input[type=checkbox]{grid-area:1/2/3/3;appearance:none;position:relative;width:2.75rem;height:1.625rem;border:.125rem solid var(--control);border-radius:1rem;background:var(--card)}
.switch:not(.plain) input[type=checkbox]::after{content:"";position:absolute;inset-block-start:.1875rem;inset-inline-start:.1875rem;width:1rem;height:1rem;border-radius:50%;background:var(--control)}
.switch:not(.plain) input[type=checkbox]:checked{border-color:var(--accent);background:var(--accent)}
.switch:not(.plain) input[type=checkbox]:checked::after{inset-inline-start:1.3125rem;background:var(--on-accent)}
.switch.plain{grid-template-columns:auto 1fr;column-gap:.75rem}
.switch.plain input[type=checkbox]{grid-area:1/1}
.switch.plain label{grid-area:1/2}
.switch.plain>:not(input,label){grid-area:auto/2}
.switch .tag{font-weight:400}
.held{padding:1.25rem;border:1px solid var(--line);border-inline-start:.25rem solid var(--problem);border-radius:.5rem;background:var(--shade)}
.held .tag{color:inherit}
.held .what{font-weight:650}
.held .what .tag{font-weight:400}
.held .wrong{margin-top:.375rem}
.decide{margin-top:1rem}
.difference{margin-top:.5rem;padding:.375rem 0;border:1px solid var(--line);border-radius:.375rem;background:var(--card);overflow:hidden}
.difference :is(del,ins,.kept,.skipped){display:block;margin:0;padding:.125rem .75rem .125rem 1.875rem;text-decoration:none;white-space:pre-wrap;text-indent:0}
.difference :is(del,ins,.kept),.whole pre{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.difference :is(del,ins){position:relative}
.difference :is(del,ins)::before{position:absolute;inset-inline-start:.75rem;font-weight:700}
.difference del{color:var(--problem)}
.difference ins{color:var(--good)}
.difference del::before{content:"−";content:"−"/""}
.difference ins::before{content:"+";content:"+"/""}
.difference mark{background:none;color:inherit;font-weight:700;text-decoration:underline;text-decoration-thickness:.125em;text-underline-offset:.2em}
.difference .kept{color:var(--muted)}
.difference .skipped{color:var(--muted);font-size:.8125rem;font-style:italic}
.difference details{margin:0}
.difference summary{padding-inline:.75rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.whole{position:relative;z-index:1;grid-row:3;grid-column:1;width:fit-content;max-width:100%;margin:0}
.whole summary{min-height:2.75rem;padding:.6875rem 0;text-decoration:underline;text-underline-offset:.2em}
.whole :is(p,pre){margin:0;padding:.25rem 0 .5rem;white-space:pre-wrap}
.switch.plain .whole{grid-column:2}
.links{display:flex;flex-wrap:wrap;gap:0 1.5rem}
.facts{display:grid;gap:.625rem}
.facts div{display:grid;grid-template-columns:minmax(0,14rem) minmax(0,1fr);gap:.125rem 1rem}
.facts dt{font-size:.9375rem}
@media (max-width:32rem){.facts div{grid-template-columns:minmax(0,1fr)}.connections li{flex-wrap:wrap;gap:.375rem 1rem}.connections .how{display:flex;flex:1 1 100%;flex-wrap:wrap;gap:0 .75rem;text-align:start}.connections .how p{margin:0}.in-a-row>*{flex:1 1 100%}.in-a-row button,.in-a-row .button{width:100%}.title .fit{width:100%}}
@media (max-width:15em){body{padding-inline:.25rem}main{padding:.75rem .625rem}.brand{flex-wrap:wrap}.wide .brand>bdi{max-width:100%}.who{margin-inline-start:0}.choice{grid-template-columns:1fr;padding:.5rem}.choice .hint{grid-column:1}.held{padding:.625rem}.switch.plain{column-gap:.5rem}.switch.plain>:not(input,label){grid-column:1/-1}.difference :is(del,ins,.kept,.skipped){padding-inline:1.25rem .25rem}.difference :is(del,ins)::before{inset-inline-start:.25rem}.copy{padding:.375rem}}
@media (forced-colors:active){.difference mark{forced-color-adjust:none;background:Canvas;color:CanvasText}.badge::before,.switch input[type=checkbox]{forced-color-adjust:none;border-color:CanvasText}.badge:is(.good,.problem)::before{background:CanvasText}.switch:not(.plain) input[type=checkbox]{background:Canvas}.switch:not(.plain) input[type=checkbox]::after{background:CanvasText}.switch:not(.plain) input[type=checkbox]:checked{background:Highlight}.switch:not(.plain) input[type=checkbox]:checked::after{background:HighlightText}.choice:has(:checked){border-color:Highlight}}`;

export const siteRules = `\n${[frame, list, forms, details].join('\n')}`;
