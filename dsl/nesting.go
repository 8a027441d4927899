package dsl

import (
	"bytes"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/dsl/diag"
)

const (
	// maxNesting is how deep brackets and operators may be nested: far
	// beyond what people write, and far from what HCL's parser, which is
	// recursive, could not bear.
	maxNesting = 250
	// maxLinks is how many operators and steps one expression may have, with
	// those around it.
	maxLinks = 5000
)

// checkNesting finds text that would make a recursive reader of expressions go
// too deep. Brackets nest. So do prefix operators, conditionals and the
// directives of templates, which are closed by no bracket. Chains of operators
// and of steps (a.b.c) nest in the tree that is made of them.
func checkNesting(name string, src []byte) *hcl.Diagnostic {
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	// A level is an open bracket with what stands directly in it: prefix
	// operators and question marks, and links of chains.
	type level struct {
		bracket         hclsyntax.TokenType
		prefixes, links int
	}
	var open []level
	var here level
	prefixes, links, directives := 0, 0, 0 // of all levels
	end := func() {
		prefixes, links = prefixes-here.prefixes, links-here.links
		here.prefixes, here.links = 0, 0
	}
	for i, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrack, hclsyntax.TokenOBrace, hclsyntax.TokenOParen,
			hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
			if t.Type == hclsyntax.TokenOBrack {
				here.links++ // it may be an index
				links++
			}
			open = append(open, here)
			here = level{bracket: t.Type}
			if t.Type == hclsyntax.TokenTemplateControl && i+1 < len(tokens) {
				// Directives of one template nest until their end.
				switch string(tokens[i+1].Bytes) {
				case "if", "for":
					directives++
				case "endif", "endfor":
					directives = max(directives-1, 0)
				}
			}
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen,
			hclsyntax.TokenTemplateSeqEnd, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
			if len(open) > 0 {
				end()
				here, open = open[len(open)-1], open[:len(open)-1]
			}
		case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenQuestion:
			here.prefixes++
			prefixes++
		case hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent,
			hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual,
			hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq,
			hclsyntax.TokenDot:
			here.links++
			links++
		case hclsyntax.TokenComma:
			end()
		case hclsyntax.TokenNewline:
			// In parentheses and the like a line's end means nothing.
			if here.bracket == hclsyntax.TokenOBrace || len(open) == 0 {
				end()
			}
		default:
		}
		detail := ""
		switch {
		case len(open)+prefixes+directives > maxNesting:
			detail = fmt.Sprintf("This is nested more than %d deep. Name inner parts as locals and refer to them.", maxNesting)
		case links > maxLinks:
			detail = fmt.Sprintf("This expression goes on over more than %d operators and steps. Name parts of it as locals and refer to them.", maxLinks)
		default:
			continue
		}
		return diag.Problem{Code: diag.NestedTooDeeply, Range: t.Range, Detail: detail}.Error()
	}
	return nil
}

// skim says that a text is surely nested within the limits, from a look at its
// bytes alone: reading the tokens takes as long as all the rest of parsing. It
// counts too much rather than too little, and gives up on everything that no
// correct file has; then checkNesting decides.
//
// It tells the text's seams too, all of them where the text is correct.
func skim(src []byte) (seams []seam, shallow bool) {
	const text, heredoc = 0, 1 // levels that are templates
	type level struct {
		kind  byte   // '{', '[', '(', '$' of a template's sequence, or text or heredoc
		tag   []byte // that ends a heredoc
		chain int
	}
	var open []level
	here := level{kind: '{'}
	chains, directives := 0, 0
	push := func(kind byte, tag []byte) {
		open = append(open, here)
		here = level{kind: kind, tag: tag}
	}
	pop := func() bool {
		if len(open) == 0 {
			return false
		}
		chains -= here.chain
		here, open = open[len(open)-1], open[:len(open)-1]
		return true
	}
	for i := 0; i < len(src); i++ {
		if len(open)+chains+directives > maxNesting {
			return nil, false
		}
		c := src[i]
		next := byte(0)
		if i+1 < len(src) {
			next = src[i+1]
		}
		if here.kind == text || here.kind == heredoc {
			switch {
			case (c == '$' || c == '%') && next == c:
				i++ // with a brace an escape; without, nothing begins here either
				if i+1 < len(src) && src[i+1] == '{' {
					i++
				}
			case (c == '$' || c == '%') && next == '{':
				if c == '%' {
					directives++
				}
				push('$', nil)
				i++
			case here.kind == text && c == '\\':
				i++
			case here.kind == text && c == '"':
				if !pop() {
					return nil, false
				}
			case here.kind == text && c == '\n':
				return nil, false // a string ends on its line
			case here.kind == heredoc && c == '\n':
				line, _, _ := bytes.Cut(src[i+1:], []byte("\n"))
				if bytes.Equal(bytes.TrimSpace(line), here.tag) {
					if !pop() {
						return nil, false
					}
					i += len(line)
				}
			}
			continue
		}
		switch c {
		case '"':
			push(text, nil)
		case '#':
			i = lineEnd(src, i)
		case '/':
			switch next {
			case '/':
				i = lineEnd(src, i)
			case '*':
				end := bytes.Index(src[i+2:], []byte("*/"))
				if end < 0 {
					return nil, false
				}
				i += 2 + end + 1
			default:
				here.chain++
				chains++
			}
		case '<':
			if next == '<' {
				line, _, _ := bytes.Cut(src[i+2:], []byte("\n"))
				tag := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("-")))
				if len(tag) == 0 || bytes.ContainsAny(tag, " \t\r\"") {
					return nil, false
				}
				push(heredoc, tag)
				i += 1 + len(line) // the line's end is read as the heredoc's
				continue
			}
			here.chain++
			chains++
		case '{', '[', '(':
			here.chain++ // it may be an index
			chains++
			push(c, nil)
		case '}', ']', ')':
			opening := byte('(')
			switch c {
			case '}':
				opening = '{'
			case ']':
				opening = '['
			}
			if here.kind != opening && !(c == '}' && here.kind == '$') || !pop() {
				return nil, false
			}
		case ',':
			chains, here.chain = chains-here.chain, 0
		case '\n':
			if here.kind == '{' {
				chains, here.chain = chains-here.chain, 0
				if len(open) < 2 {
					seams = append(seams, seam{at: i + 1, inside: len(open) == 1})
				}
			}
		case '!', '-', '?', '+', '*', '%', '&', '|', '=', '>', '.', ':':
			here.chain++
			chains++
		}
	}
	return seams, len(open) == 0
}

// lineEnd is the index of the last byte before the end of the line.
func lineEnd(src []byte, i int) int {
	if n := bytes.IndexByte(src[i:], '\n'); n >= 0 {
		return i + n - 1
	}
	return len(src) - 1
}
