package jsonata

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (p *regexParser) escape() bool {
	if !p.more() {
		p.fail("it ends in a backslash")
		return true
	}
	c := p.src[p.pos]
	switch {
	case c == 'b' || c == 'B':
		p.pos++
		p.emit(inst{op: opWord, not: c == 'B'})
		return false
	case c >= '1' && c <= '9':
		end := p.pos
		for end < len(p.src) && p.src[end] >= '0' && p.src[end] <= '9' {
			end++
		}
		if n, err := strconv.Atoi(p.src[p.pos:end]); err == nil && n <= p.count {
			p.pos = end
			p.emit(inst{op: opBack, x: n})
			return true
		}
	case c == 'k' && len(p.names) > 0:
		name, ok := groupName(p.src[p.pos+1:])
		if !ok || p.names[name] == 0 {
			p.fail("\\k names no group")
			return true
		}
		p.pos += len(name) + 3
		p.emit(inst{op: opBack, x: p.names[name]})
		return true
	}
	if set := p.classEscape(); set != nil {
		p.emit(inst{op: opSet, set: set})
		return true
	}
	p.char(p.charEscape())
	return true
}

// classEscape reads the letter of \d and its like.
func (p *regexParser) classEscape() *charSet {
	set := &charSet{}
	switch p.src[p.pos] {
	case 'd':
		set.ranges = digitRanges
	case 'D':
		set.addNot(digitRanges)
	case 'w':
		set.ranges = wordRanges
	case 'W':
		set.addNot(wordRanges)
	case 's':
		set.ranges = spaceRanges
	case 'S':
		set.addNot(spaceRanges)
	default:
		return nil
	}
	p.pos++
	return set
}

// charEscape reads what follows the backslash of a single character.
func (p *regexParser) charEscape() rune {
	r, n := decodeRune(p.src[p.pos:])
	p.pos += n
	switch r {
	case 't':
		return '\t'
	case 'n':
		return '\n'
	case 'v':
		return '\v'
	case 'f':
		return '\f'
	case 'r':
		return '\r'
	case 'x':
		return p.hex(2, 'x')
	case 'u':
		high := p.hex(4, 'u')
		if high >= 0xD800 && high < 0xDC00 && p.eat(`\u`) {
			if low := p.hex(4, 0); low >= 0xDC00 && low < 0xE000 {
				return (high-0xD800)<<10 + (low - 0xDC00) + 0x10000
			}
			p.pos -= 2
		}
		return high
	case 'c':
		if p.more() {
			if c := p.src[p.pos]; c|0x20 >= 'a' && c|0x20 <= 'z' {
				p.pos++
				return rune(c % 32)
			}
		}
		p.pos--
		return '\\'
	}
	if r >= '0' && r <= '7' {
		v := r - '0'
		for p.more() && p.src[p.pos] >= '0' && p.src[p.pos] <= '7' && v*8 < 0x100 {
			v = v*8 + rune(p.src[p.pos]-'0')
			p.pos++
		}
		return v
	}
	return r
}

// hex reads n hex digits. Where there are none it is or.
func (p *regexParser) hex(n int, or rune) rune {
	if p.pos+n > len(p.src) {
		return or
	}
	v, err := strconv.ParseUint(p.src[p.pos:p.pos+n], 16, 32)
	if err != nil {
		return or
	}
	p.pos += n
	return rune(v)
}

// class reads [ ] behind its opening bracket.
func (p *regexParser) class() {
	set := &charSet{not: p.eat("^")}
	for {
		if !p.more() {
			p.fail("a [ has no ]")
			return
		}
		if p.eat("]") {
			break
		}
		lo, sub := p.classAtom()
		if p.err != "" {
			return
		}
		if !strings.HasPrefix(p.src[p.pos:], "-") || strings.HasPrefix(p.src[p.pos:], "-]") {
			set.addAtom(lo, sub)
			continue
		}
		p.pos++
		if !p.more() {
			continue
		}
		hi, other := p.classAtom()
		if sub != nil || other != nil {
			set.addAtom(lo, sub)
			set.add('-', '-')
			set.addAtom(hi, other)
			continue
		}
		if hi < lo {
			p.fail("a range of a class is out of order")
			return
		}
		set.add(lo, hi)
	}
	p.emit(inst{op: opSet, set: set})
}

func (s *charSet) addAtom(r rune, sub *charSet) {
	if sub != nil {
		s.ranges = append(s.ranges[:len(s.ranges):len(s.ranges)], sub.ranges...)
		return
	}
	s.add(r, r)
}

func (p *regexParser) classAtom() (rune, *charSet) {
	if !p.eat(`\`) {
		r, n := decodeRune(p.src[p.pos:])
		p.pos += n
		if r == utf8.RuneError && n == 0 {
			r = unicode.ReplacementChar
		}
		return r, nil
	}
	if !p.more() {
		p.fail("it ends in a backslash")
		return 0, nil
	}
	switch {
	case p.eat("b"):
		return '\b', nil
	case p.eat("-"):
		return '-', nil
	}
	if set := p.classEscape(); set != nil {
		return 0, set
	}
	return p.charEscape(), nil
}
