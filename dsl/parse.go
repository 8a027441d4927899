package dsl

import (
	"bytes"
	"regexp"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A large file is parsed in pieces, several at a time, and put together again:
// HCL's parser takes much of the time of a compile, and more than in proportion
// for a long text. A file with a mistake in it is parsed as a whole, so that what
// is told of it is the same.

// A seam is where a line begins between the arguments and blocks of a file, or
// inside of one of its blocks.
type seam struct {
	at     int // the line's first byte
	inside bool
}

// pieceSize is how many bytes a piece has at least, but for the last of a block.
const pieceSize = 4 << 10

// parseBody parses a file. The body is never nil.
func parseBody(name string, src []byte, seams []seam) (*hclsyntax.Body, hcl.Diagnostics) {
	if len(src) > 2*pieceSize {
		if body := join(parsePieces(cutFile(name, src, seams, pieceSize))); body != nil {
			return body, nil
		}
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	return file.Body.(*hclsyntax.Body), diags
}

// A piece of a file consists of whole lines.
type piece struct {
	of   pieceOf
	text []byte
	rng  hcl.Range
	body *hclsyntax.Body // nil: there is a mistake in it
}

// A pieceOf says where a piece is of.
type pieceOf int

const (
	ofFile      pieceOf = iota
	beforeBlock         // of the file, and at the end the first line of a block
	ofBlock             // from inside of that block
	afterBlock          // the line with its last brace
)

// lastLine is the line with a block's last brace, in the usual form.
var lastLine = regexp.MustCompile(`^[ \t]*\}[ \t]*\r?\n?$`)

// cutFile cuts a file, and each block of it that is large, into pieces of a size.
func cutFile(name string, src []byte, seams []seam, size int) []*piece {
	var pieces []*piece
	at := hcl.InitialPos
	cut := func(to int, of pieceOf) {
		p := &piece{of: of, text: src[at.Byte:to], rng: hcl.Range{Filename: name, Start: at}}
		at.Byte = to
		at.Line += bytes.Count(p.text, []byte("\n"))
		// No piece but the last line of a file ends within a line, and a brace
		// and blanks are a byte each.
		at.Column = len(p.text) - bytes.LastIndexByte(p.text, '\n')
		p.rng.End = at
		pieces = append(pieces, p)
	}
	for len(seams) > 0 {
		if !seams[0].inside {
			if seams[0].at-at.Byte >= size {
				cut(seams[0].at, ofFile)
			}
			seams = seams[1:]
			continue
		}
		n := 1
		for n < len(seams) && seams[n].inside {
			n++
		}
		block, end := seams[:n], len(src)
		if seams = seams[n:]; len(seams) > 0 {
			end = seams[0].at
		}
		first, last := block[0].at, block[n-1].at
		if last-first < size || !lastLine.Match(src[last:end]) {
			continue
		}
		cut(first, beforeBlock)
		for _, s := range block[1:] {
			if s.at-at.Byte >= size || s.at == last {
				cut(s.at, ofBlock)
			}
		}
		cut(end, afterBlock)
	}
	cut(len(src), ofFile)
	return pieces
}

// parsePieces parses all pieces, as many at a time as there are processors.
func parsePieces(pieces []*piece) []*piece {
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := next.Add(1); int(i) <= len(pieces); i = next.Add(1) {
				pieces[i-1].parse()
			}
		})
	}
	all.Wait()
	return pieces
}

func (p *piece) parse() {
	text := p.text
	switch p.of {
	case ofFile, ofBlock:
	case beforeBlock:
		text = append(bytes.Clone(text), '}')
	case afterBlock:
		brace := p.rng
		brace.Start.Byte += bytes.IndexByte(text, '}')
		brace.Start.Column += bytes.IndexByte(text, '}')
		brace.End = hcl.Pos{Line: brace.Start.Line, Column: brace.Start.Column + 1, Byte: brace.Start.Byte + 1}
		p.body = &hclsyntax.Body{SrcRange: brace}
		return
	}
	file, diags := hclsyntax.ParseConfig(text, p.rng.Filename, p.rng.Start)
	if len(diags) == 0 {
		p.body = file.Body.(*hclsyntax.Body)
	}
}

// join makes one body of the pieces of a file; nil where there is a mistake.
func join(pieces []*piece) *hclsyntax.Body {
	file := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, Blocks: hclsyntax.Blocks{}}
	into := file
	for _, p := range pieces {
		if p.body == nil {
			return nil
		}
		if p.of == afterBlock {
			brace := p.body.SrcRange
			file.Blocks[len(file.Blocks)-1].CloseBraceRange = brace
			into.SrcRange.End = brace.End
			into.EndRange = hcl.Range{Filename: brace.Filename, Start: brace.End, End: brace.End}
			into = file
			continue
		}
		for name, a := range p.body.Attributes {
			if into.Attributes[name] != nil {
				return nil
			}
			into.Attributes[name] = a
		}
		into.Blocks = append(into.Blocks, p.body.Blocks...)
		if p.of == beforeBlock {
			n := len(file.Blocks)
			if n == 0 || file.Blocks[n-1].CloseBraceRange.Start != p.rng.End {
				return nil // it is no block
			}
			into = file.Blocks[n-1].Body
		}
	}
	file.EndRange = pieces[len(pieces)-1].body.EndRange
	file.SrcRange = hcl.RangeBetween(pieces[0].body.SrcRange, file.EndRange)
	for _, p := range pieces {
		// A piece of comments alone begins where it ends.
		if file.SrcRange.Start = p.body.SrcRange.Start; file.SrcRange.Start != p.rng.End {
			break
		}
	}
	return file
}
