/** How the pages look: one calm column, system fonts, nothing that moves; sizes in rem, so that zoom and large type hold (WCAG 2.2 §1.4.10). */

export const lightPalette = {
  ground: '#f3f3f0',
  card: '#ffffff',
  shade: '#f6f6f4',
  text: '#1b1d20',
  muted: '#5b6067',
  line: '#dcdcd7',
  control: '#7b8087',
  problem: '#a3211f',
  good: '#1a6b41',
  'on-accent': '#ffffff',
};

export const darkPalette = {
  ground: '#111315',
  card: '#1b1e21',
  shade: '#23272b',
  text: '#eceded',
  muted: '#a8aeb5',
  line: '#33383d',
  control: '#868d95',
  problem: '#ffaba3',
  good: '#86d6a8',
  'on-accent': '#0c0e10',
};

const frame = `*,*::before,*::after{box-sizing:border-box}
html{font-size:100%;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:30rem;min-height:100vh;padding:clamp(1rem,5vh,3.5rem) 1rem 2rem;background:var(--ground);color:var(--text);
font:1rem/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
html{background:var(--ground)}
main{padding:clamp(1.25rem,6vw,2.25rem);background:var(--card);border:1px solid var(--line);border-radius:.875rem;box-shadow:0 1px 2px rgb(0 0 0/.04),0 .75rem 2rem rgb(0 0 0/.05)}
.brand{display:flex;align-items:center;gap:.625rem;margin:0 0 1rem;padding:0 .25rem;font-weight:600}
.mark{flex:none;display:grid;place-items:center;width:1.75rem;height:1.75rem;border:1px solid transparent;border-radius:.5rem;background:var(--text);color:var(--card);font-size:.875rem;line-height:1}
footer{margin:1rem 0 0;padding:0 .25rem;color:var(--muted);font-size:.875rem}`;

const text = `h1{margin:0;font-size:1.5rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
h2{margin:0 0 .125rem;color:var(--muted);font-size:.875rem;line-height:1.4;font-weight:500}
p{margin:0}
p+p,ul+p,ol+p,dl+p{margin-top:.5rem}
section+p{margin-top:1rem}
h1+p{margin-top:.5rem}
.lead{font-size:1.0625rem}
.small{color:var(--muted);font-size:.875rem}
.name,strong{font-weight:650}
section{margin-top:1rem;padding-top:1rem;border-top:1px solid var(--line)}
:is(h1,.lead,.address)+section{margin-top:1.25rem}
ol,ul{margin:.25rem 0 0;padding-inline-start:1.375rem}
li+li{margin-top:.375rem}
code{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;user-select:all}
a{color:inherit;text-underline-offset:.2em}
dl{margin:0}
dt{color:var(--muted);font-size:.875rem}
dd{margin:0}
dd+dt{margin-top:.625rem}
:is(dl,dd):last-child{margin-bottom:.25rem}`;

const parts = `.note{margin-top:1.25rem;padding:.75rem 1rem;background:var(--shade);border:1px solid var(--line);border-inline-start:.25rem solid var(--control);border-radius:.5rem;font-size:.9375rem}
.problem{margin-top:0;border-inline-start-color:var(--problem)}
.problem p{color:var(--problem);font-weight:500}
.warning{margin-top:0;border-color:var(--problem)}
.warning strong{color:var(--problem);font-size:1.0625rem}
.warning+h1{margin-top:1.5rem}
.row{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;column-gap:.75rem;margin:-.5rem 0}
.row p{min-width:0;padding:.5rem 0}
.permissions{margin:0 0 .5rem;padding:0;list-style:none}
.permissions li{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.25rem .75rem;margin:0;padding:.375rem 0}
.tag{flex:none;padding:0 .5rem;border:1px solid var(--line);border-radius:1rem;color:var(--muted);font-size:.8125rem;line-height:1.5}
.irreversible .tag{border-color:var(--problem);color:var(--problem);font-weight:600}
details{margin:.75rem 0 -.75rem;color:var(--muted);font-size:.875rem}
summary{min-height:2.75rem;padding:.6875rem 0;cursor:pointer}
.services dt{color:inherit;font-size:1rem;font-weight:650}`;

const controls = `form{margin:0}
label{display:block;margin:1.125rem 0 .375rem;font-weight:500}
input:not([type=hidden]){display:block;width:100%;min-height:3rem;padding:.625rem .875rem;border:1px solid var(--control);border-radius:.5rem;background:var(--card);color:var(--text);font:inherit}
input[aria-invalid]{border-color:var(--problem)}
button,.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:3rem;padding:.625rem 1rem;border:1px solid transparent;border-radius:.5rem;font:inherit;line-height:1.3;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button>span{min-width:0;overflow-wrap:anywhere}
.primary{background:var(--accent);color:var(--on-accent)}
.secondary{border-color:var(--control);background:transparent;color:inherit}
.quiet,button.quiet{display:inline-flex;align-items:center;width:auto;min-height:2.75rem;min-width:2.75rem;padding:0;border:0;background:none;color:inherit;font-weight:400;text-decoration:underline;text-underline-offset:.2em;cursor:pointer}
@media (hover:hover){.primary:hover{background:color-mix(in srgb,var(--accent) 88%,var(--text))}.secondary:hover{background:var(--shade)}.quiet:hover{text-decoration-thickness:.125em}}
:is(.primary,.secondary):active{box-shadow:inset 0 0 0 .125rem currentColor}
main>form,.actions{margin-top:1.25rem}
main>form+form,.actions>*+*{margin-top:.75rem}
label~button{margin-top:1.5rem}
:focus-visible{outline:.1875rem solid var(--accent);outline-offset:.125rem}
@media (forced-colors:active){.primary,.primary:hover{border-color:ButtonText;forced-color-adjust:none;background:ButtonText;color:ButtonFace}:focus-visible{outline-color:Highlight}.mark{border-color:CanvasText}}
@media (prefers-reduced-motion:reduce){*{scroll-behavior:auto;transition:none;animation:none}}`;

export const rules = [frame, text, parts, controls].join('\n');
