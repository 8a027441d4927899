package diag

import (
	"bytes"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// An outline is the bracket structure of a source file, right or wrong: it is
// read from the tokens alone, so that it can tell where a syntax error is, and
// which block is around a place in a file that cannot be parsed.
type outline struct {
	// closed and open are the brackets with and without a partner, in the
	// order in which they open.
	closed, open []*bracket
}

// A bracket is a pair of (), [], {} or ${}, or one that waits for its partner.
type bracket struct {
	typ hclsyntax.TokenType

	// header is `task "glue_job" "clean"` where a block's body opens, and
	// empty elsewhere.
	header string

	// labels counts the labels of a header.
	labels int

	// start is the opening token, end the closing one, once there is one.
	start, end hcl.Range

	// indent is the column of the first token of the line of start, and
	// line the range of its header.
	indent int
	line   hcl.Range

	// args are the names set directly in a block's body, in source order.
	args []argument
}

type argument struct {
	name string
	rng  hcl.Range
}

// mostOutlined is the size beyond which no outline is made: it would only be
// nicer words about a file that nobody reads.
const mostOutlined = 8 << 20

func newOutline(src []byte, file string) outline {
	var o outline
	if len(src) > mostOutlined {
		return o
	}
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	tokens, _ := hclsyntax.LexConfig(src, file, hcl.InitialPos)
	var stack []*bracket
	root := &bracket{}
	var line []hclsyntax.Token // of the current line, up to the current token
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenNewline:
			line = line[:0]
			continue
		case hclsyntax.TokenComment:
			if bytes.HasSuffix(t.Bytes, []byte("\n")) { // the line's end is part of it
				line = line[:0]
			}
			continue
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen,
			hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			b := &bracket{typ: t.Type, start: t.Range, indent: t.Range.Start.Column}
			if len(line) > 0 {
				b.indent = line[0].Range.Start.Column
			}
			if t.Type == hclsyntax.TokenOBrace {
				b.readHeader(src, line)
			}
			stack = append(stack, b)
			if b.header != "" {
				line = line[:0] // a body of one line begins anew
				continue
			}
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
			// What was left open inside is not closed by a bracket of
			// another sort, unless that has its partner further out.
			if i := partner(stack, t.Type); i >= 0 {
				stack[i].end = t.Range
				o.closed = append(o.closed, stack[i])
				o.open = append(o.open, stack[i+1:]...)
				stack = stack[:i]
			}
		case hclsyntax.TokenEqual:
			if len(line) == 1 && line[0].Type == hclsyntax.TokenIdent {
				body := root
				if len(stack) > 0 {
					body = stack[len(stack)-1]
				}
				body.args = append(body.args, argument{string(line[0].Bytes), line[0].Range})
			}
		}
		line = append(line, t)
	}
	o.open = append(o.open, stack...)
	o.closed = append(o.closed, root)
	return o
}

// readHeader takes the tokens before a brace for a block's header if they are
// a name and labels.
func (b *bracket) readHeader(src []byte, line []hclsyntax.Token) {
	if len(line) == 0 || line[0].Type != hclsyntax.TokenIdent {
		return
	}
	for _, t := range line[1:] {
		switch t.Type {
		case hclsyntax.TokenIdent, hclsyntax.TokenCQuote:
			b.labels++
		case hclsyntax.TokenOQuote, hclsyntax.TokenQuotedLit:
		default:
			b.labels = 0
			return
		}
	}
	b.line = hcl.RangeBetween(line[0].Range, line[len(line)-1].Range)
	b.header = string(src[b.line.Start.Byte:b.line.End.Byte])
}

func partner(stack []*bracket, closing hclsyntax.TokenType) int {
	for i := len(stack) - 1; i >= 0; i-- {
		switch stack[i].typ {
		case hclsyntax.TokenOBrace:
			if closing == hclsyntax.TokenCBrace {
				return i
			}
		case hclsyntax.TokenOBrack:
			if closing == hclsyntax.TokenCBrack {
				return i
			}
		case hclsyntax.TokenOParen:
			if closing == hclsyntax.TokenCParen {
				return i
			}
		default:
			if closing == hclsyntax.TokenTemplateSeqEnd {
				return i
			}
		}
	}
	return -1
}

// around is the header of the innermost labelled block whose body holds the
// byte, or else of the innermost one; "" at the top.
func (o outline) around(at int) string {
	var in *bracket
	better := func(b *bracket) bool {
		if in == nil || (b.labels > 0) != (in.labels > 0) {
			return in == nil || b.labels > 0
		}
		return b.start.Start.Byte > in.start.Start.Byte
	}
	for _, b := range o.closed {
		if b.header != "" && b.start.End.Byte <= at && at <= b.end.Start.Byte && better(b) {
			in = b
		}
	}
	for _, b := range o.open {
		if b.header != "" && b.start.End.Byte <= at && better(b) {
			in = b
		}
	}
	if in == nil {
		return ""
	}
	return in.header
}

// unclosed is the bracket that most likely lacks its partner: the innermost
// one left open, or, when a closing brace further in stands too far left for
// the block it closes, that block's. It is nil when all are closed.
func (o outline) unclosed() *bracket {
	if len(o.open) == 0 {
		return nil
	}
	last := o.open[len(o.open)-1]
	if last.typ != hclsyntax.TokenOBrace {
		return last
	}
	for _, b := range o.closed {
		// The first in order of closing is the innermost.
		if b.typ == hclsyntax.TokenOBrace && b.start.Start.Byte > last.start.Start.Byte &&
			b.end.Start.Line > b.start.Start.Line && b.end.Start.Column < b.indent {
			return b
		}
	}
	return last
}

// first is the place where a body set an argument before, given the place
// where it does so again.
func (o outline) first(name string, again hcl.Range) (hcl.Range, bool) {
	for _, list := range [2][]*bracket{o.closed, o.open} {
		for _, b := range list {
			var found *hcl.Range
			for _, a := range b.args {
				switch {
				case a.name != name:
				case a.rng.Start.Byte == again.Start.Byte && found != nil:
					return *found, true
				case found == nil:
					found = &a.rng
				}
			}
		}
	}
	return hcl.Range{}, false
}
