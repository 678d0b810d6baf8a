--- The one style element of HTML reports.  The policy of the page allows the text with this hash and no other, so
-- whoever changes the style changes `hash` too: tests/web/run says what it must be.

local M = {}

M.hash = "o6D6oMhgauIWxWiO+CLzRChwOangmlruNe+DtIC4tlQ="

M.css = [[
:root{--ink:#0b0c0c;--muted:#505a5f;--paper:#fff;--line:#b1b4b6;--faint:#eef0f1;--link:#12436d;--accent:#12436d;
--warn:#801650;--focus:#0b0c0c;--glow:#ffdd00;
--c1:#12436d;--c2:#28a197;--c3:#801650;--c4:#f46a25;--c5:#3d3d3d;--c6:#a285d1;color-scheme:light dark}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8eaec;--muted:#adb5ba;--paper:#14181b;--line:#555e64;
--faint:#20262a;--link:#8cc4f0;--accent:#8cc4f0;--warn:#f0a3cb;--focus:#14181b;--glow:#ffdd00;
--c1:#5b9bd5;--c2:#28a197;--c3:#d97fb3;--c4:#f46a25;--c5:#b9bec2;--c6:#b79fe0}}
*{box-sizing:border-box}
html{font:400 1.0625rem/1.55 "Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;
color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:64rem;overflow-wrap:break-word}
p,ul,ol,dl,blockquote,h1,h2,h3,h4,.care,.note,.speaker{max-width:38rem}
h1,h2,h3,h4{line-height:1.25;font-weight:650;text-wrap:balance;margin:2.25rem 0 .6rem}
h1{font-size:2.1rem;margin:.5rem 0 .5rem}
h2{font-size:1.5rem;margin-top:3rem}
h3{font-size:1.2rem}
h4{font-size:1.0625rem}
p,ul,ol,dl{margin:0 0 1rem}
ul,ol{padding-left:1.4rem}
li{margin:.2rem 0}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.14em}
:focus-visible{outline:3px solid var(--glow);outline-offset:0;box-shadow:0 0 0 6px var(--focus)}
a:focus-visible{background:var(--glow);color:#0b0c0c;outline:3px solid #0b0c0c;box-shadow:0 0 0 6px var(--glow)}
main:focus-visible,.evidence:focus-visible{box-shadow:none}
main:focus{outline:none}
.skip{position:absolute;left:-100vw;top:0;padding:.5rem 1rem;z-index:2}
.skip:focus{left:0;background:var(--glow);color:#0b0c0c}
header{border-bottom:.25rem solid var(--accent);padding-bottom:1rem;margin-bottom:1.5rem}
.subtitle{font-size:1.25rem;line-height:1.4;color:var(--muted);margin-bottom:.6rem}
.by{color:var(--muted);margin:0}
.internal{margin:1rem 0 0;padding:.6rem .9rem;border:2px solid var(--warn);max-width:44rem}
.internal strong{color:var(--warn)}
nav{margin-bottom:2rem}
nav h2{font-size:1.2rem;margin:0 0 .4rem}
nav h3{font-size:1rem;margin:1rem 0 .3rem}
nav ul{list-style:none;padding:0;margin:0}
nav ul ul{padding-left:1.4rem}
nav li{margin:0}
nav a{display:inline-block;padding:.15rem 0;min-height:24px}
nav a,.back a{max-width:100%;overflow-wrap:anywhere}
.table{margin:1.75rem 0 2rem}
.scroll{overflow-x:auto;container-type:inline-size}
table{border-collapse:collapse;font-variant-numeric:tabular-nums lining-nums;font-size:.97rem;line-height:1.35;
border-bottom:1px solid var(--line)}
caption{text-align:left;padding:0 0 .6rem}
caption>span{display:inline-block;position:sticky;left:0;max-width:min(38rem,100cqw)}
caption strong,figcaption strong{display:block;font-weight:650}
.about{color:var(--muted);font-size:.94rem}
th,td{padding:.2rem .6rem;vertical-align:bottom;text-align:right;font-weight:400}
thead th{font-weight:650;border-bottom:2px solid var(--ink)}
thead th.span{text-align:center;border-bottom:1px solid var(--line)}
thead td{border:0}
tbody th,th.t,td.t{text-align:left}
tbody th{vertical-align:top;padding-left:0;max-width:24rem;min-width:8rem}
tbody td{vertical-align:top;white-space:nowrap}
td.t{white-space:normal;min-width:7rem;max-width:26rem}
thead th:first-child{padding-left:0}
tbody tr:hover{background:var(--faint)}
tr.heading th{font-weight:650;padding-top:.9rem}
tr.base th,tr.base td,tr.special th{color:var(--muted)}
tr.base th,tr.base td{border-top:1px solid var(--line)}
.d2{text-indent:1.2em}.d3{text-indent:2.4em}.d4{text-indent:3.6em}.d5{text-indent:4.8em}.d6{text-indent:6em}
.s{color:var(--muted)}
a.n{display:inline-block;min-width:24px;min-height:24px;line-height:24px;scroll-margin-top:40vh}
p a.n,li a.n,dd a.n{display:inline;line-height:inherit}
a.n:target{outline:2px solid var(--accent);outline-offset:2px}
.below{color:var(--muted);font-size:.9rem;line-height:1.45;margin:.4rem 0 0}
.passages td{min-width:16rem;max-width:none;vertical-align:top;padding-bottom:1rem}
.passages blockquote,.evidence blockquote{margin:.3rem 0}
blockquote{margin:0;padding-left:.9rem;border-left:3px solid var(--line)}
blockquote p{margin:0}
.where{color:var(--muted);font-size:.88rem;margin:.15rem 0 .7rem}
figure{margin:1.75rem 0 2rem}
.quote{max-width:38rem}
.quote figcaption{color:var(--muted);font-size:.94rem;padding:.4rem 0 0 1.1rem}
cite{font-style:normal}
.chart figcaption{max-width:38rem;padding-bottom:.6rem}
svg{display:block;height:auto;max-width:48.75rem;width:100%;min-width:40rem}
summary{cursor:pointer;min-height:24px;color:var(--link);width:fit-content}
.speaker,.note{margin:1rem 0;padding:.1rem 0 .1rem .9rem;border-left:3px solid var(--line)}
.speaker p{margin:.4rem 0}
.care{margin:1.5rem 0;padding:.9rem 1.1rem;background:var(--faint);border-left:.3rem solid var(--accent)}
.care p,.care ul{margin:0 0 .5rem}
.care>:last-child{margin-bottom:0}
dt{font-weight:650;margin-top:.7rem}
dd{margin:0 0 0 1.4rem}
footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--muted);font-size:.9rem}
.evidence{display:none}
.evidence:target{display:block;margin-top:3rem;padding:1rem 1.1rem;border:2px solid var(--accent);
background:var(--paper);scroll-margin-top:1rem}
.evidence h2{font-size:1.15rem;margin:0 0 .4rem}
.evidence h3{font-size:1rem;margin:1rem 0 .2rem}
.evidence ol{list-style:none;padding:0}
.evidence li p{margin-bottom:.1rem}
.back{margin-bottom:.6rem}
.back a{display:inline-block;min-height:24px;margin-right:1rem}
@media screen and (min-width:72rem){
body:has(.evidence:target){max-width:none;margin:0;padding-left:3rem;padding-right:30rem}
.evidence:target{position:fixed;top:0;right:0;bottom:0;width:28rem;margin:0;overflow-y:auto;border-width:0 0 0 2px;
padding:1.5rem}}
@media screen and (prefers-color-scheme:dark) and (forced-colors:none){
svg .c1{fill:var(--c1)}svg .c2{fill:var(--c2)}svg .c3{fill:var(--c3)}
svg .c4{fill:var(--c4)}svg .c5{fill:var(--c5)}svg .c6{fill:var(--c6)}
svg .s1{stroke:var(--c1)}svg .s2{stroke:var(--c2)}svg .s3{stroke:var(--c3)}
svg .s4{stroke:var(--c4)}svg .s5{stroke:var(--c5)}svg .s6{stroke:var(--c6)}
svg .ink{fill:var(--ink)}svg .muted{fill:var(--muted)}svg .paper{fill:var(--paper)}
svg .line{stroke:var(--line)}svg .axis{stroke:var(--muted)}svg .edge{stroke:var(--paper)}}
@media (forced-colors:active){svg{forced-color-adjust:none;background:#fff}
.care,.note,.speaker,.internal,.evidence:target{border-color:CanvasText}a:focus-visible{outline-color:Highlight}}
@media print{@page{size:A4;margin:18mm 16mm}@page wide{size:A4 landscape}
html{font-size:10pt}body{padding:0;max-width:none}
.skip,.evidence,.evidence:target{display:none}
a,a.n{color:inherit;text-decoration:none}
.wide{page:wide}.wide table{font-size:8pt}
.scroll{overflow:visible}
thead{display:table-header-group}
tr,.care,figure.quote,svg,li{break-inside:avoid}
h1,h2,h3,h4,caption,figcaption,summary{break-after:avoid}
.break{break-after:page}
details::details-content{content-visibility:visible;block-size:auto}
svg{min-width:0;max-width:100%}}
]]

return M
