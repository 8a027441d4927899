package diagram

import "strings"

// palette is how many colours there are for kinds.
const palette = 8

// style is the picture's style sheet: light, and dark where the reader's
// system is.
var style = minify(`
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: #1f2937 }
.title { font-size: 17px; font-weight: 600 }
.label { font-size: 13px; font-weight: 500 }
.note { font-size: 11px; fill: #667085 }
.on-edge { font-size: 11px; fill: #475467; stroke: #fff; stroke-width: 5px; stroke-linejoin: round; paint-order: stroke }
.paper { fill: #fff }
.body { fill: #fff; stroke: #cbd2dc; stroke-width: 1.2 }

.frame rect { fill: #64748b; fill-opacity: .06; stroke: #b6c0cd; stroke-width: 1 }
.frame .label { font-weight: 600 }
.frame .note { font-weight: 400 }
.edge { fill: none; stroke: #8a94a3; stroke-width: 1.4 }
.tip, .point { fill: #8a94a3 }
.edge.dashed { stroke: #c27803; stroke-dasharray: 5 4 }
.tip.dashed { fill: #c27803 }
.edge.dotted { stroke: #d64545; stroke-dasharray: 1.5 3.5; stroke-linecap: round }
.tip.dotted { fill: #d64545 }
.frame.dashed > rect { stroke-dasharray: 5 4 }
.frame.dotted > rect { stroke: #d64545; stroke-dasharray: 2 4 }
.c0 { fill: #4f7cff } .c1 { fill: #12a594 } .c2 { fill: #f08c2e } .c3 { fill: #a35bd6 }
.c4 { fill: #e5577f } .c5 { fill: #58a51f } .c6 { fill: #2aa0d8 } .c7 { fill: #a07a3c }
.mark { fill: #98a2b3 }
.sign { fill: none; stroke: #fff; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round }
.running .sign { fill: #fff; stroke-width: 1 }
.running > .mark { fill: #2f6fed } .succeeded > .mark { fill: #1f9d55 } .caught > .mark { fill: #c27803 } .failed > .mark { fill: #d64545 }
.node.running > .body { stroke: #2f6fed } .node.succeeded > .body { stroke: #7cc79b } .node.caught > .body { stroke: #d9a441 }
.node.failed > .body { stroke: #d64545; stroke-width: 1.8 }
.skipped .label, .waiting .label { fill: #98a2b3 }
.node.skipped > .body { stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) {
text { fill: #e6e9ef }
.note { fill: #98a2b3 }
.on-edge { fill: #c5ccd6; stroke: #14181f }
.paper { fill: #14181f }
.body { fill: #1f252e; stroke: #3d4654 }
.frame rect { fill: #94a3b8; fill-opacity: .07; stroke: #3d4654 }
.edge { stroke: #758092 }
.tip, .point { fill: #758092 }
.skipped .label, .waiting .label { fill: #758092 }
}
`)

func minify(css string) string { return strings.ReplaceAll(strings.TrimSpace(css), " { ", "{") }
