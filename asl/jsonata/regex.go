package jsonata

import "unicode"

// A regex is a regular expression of JavaScript, compiled to a program for the
// backtracking matcher in regex_match.go. Go's regexp has no lookaround and no
// back references, and other ideas of white space and of what a group holds
// after a loop; so JSONata has its own.
//
// It works on code points, as JavaScript does with the flag u; everything else
// is as without that flag.
type regex struct {
	prog   []inst
	groups int // with group 0, the whole match
	loops  int // how many registers the loops need
	fold   bool

	// first, where it is not 0, is the byte that every match starts with.
	first byte
}

type opcode uint8

const (
	opChar opcode = iota
	opSet
	opSplit     // try x, then y
	opJump      // go to x
	opSave      // note the place in capture x
	opClear     // forget the captures from x up to y
	opMark      // note the place in register x
	opProgress  // go on only if the place is not that of register x
	opLineStart // ^
	opLineEnd   // $
	opWord      // \b, or \B with not
	opBack      // group x again
	opLook      // what follows up to y matches ahead, or behind with behind
	opMatch
)

type inst struct {
	op     opcode
	not    bool
	behind bool
	multi  bool
	x, y   int
	char   rune
	set    *charSet
}

// A charSet is a class of characters.
type charSet struct {
	not    bool
	ranges []rune // pairs of first and last
}

func (s *charSet) add(lo, hi rune) { s.ranges = append(s.ranges, lo, hi) }

// addNot adds all but the ranges, which are in order.
func (s *charSet) addNot(ranges []rune) {
	next := rune(0)
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] > next {
			s.add(next, ranges[i]-1)
		}
		next = ranges[i+1] + 1
	}
	s.add(next, unicode.MaxRune)
}

func (s *charSet) in(r rune) bool {
	for i := 0; i < len(s.ranges); i += 2 {
		if s.ranges[i] <= r && r <= s.ranges[i+1] {
			return true
		}
	}
	return false
}

// has tells whether r is in the class, in either case if fold is set.
func (s *charSet) has(r rune, fold bool) bool {
	found := s.in(r)
	if !found && fold {
		for f := unicode.SimpleFold(r); f != r && !found; f = unicode.SimpleFold(f) {
			found = canonical(f) == canonical(r) && s.in(f)
		}
	}
	return found != s.not
}

// canonical is what two characters have in common that differ in case alone.
// JavaScript folds no character beyond ASCII to one of ASCII.
func canonical(r rune) rune {
	if r < 0x80 {
		if r >= 'a' && r <= 'z' {
			return r - 0x20
		}
		return r
	}
	if u := unicode.ToUpper(r); u >= 0x80 {
		return u
	}
	return r
}

// The classes of JavaScript, in order.
var (
	digitRanges = []rune{'0', '9'}
	wordRanges  = []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}
	spaceRanges = []rune{
		'\t', '\r', ' ', ' ', 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029,
		0x202F, 0x202F, 0x205F, 0x205F, 0x3000, 0x3000, 0xFEFF, 0xFEFF,
	}
	lineRanges = []rune{'\n', '\n', '\r', '\r', 0x2028, 0x2029}
)

func isWordChar(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' || r == 0x2028 || r == 0x2029 }
