package jsonata

import (
	"strconv"
	"strings"
)

const (
	// maxRegexProgram bounds a program: counted loops are written out.
	maxRegexProgram = 50_000

	// maxRegexDepth bounds how deep groups nest.
	maxRegexDepth = 500
)

// A regexParser turns a pattern into a program as it reads it: it copies and
// moves what it has written when it learns that a quantifier follows.
type regexParser struct {
	src   string
	pos   int
	re    *regex
	multi bool
	depth int
	names map[string]int
	count int // how many groups the whole pattern has
	err   string
}

func compileRegex(pattern, flags string) (*regex, *Error) {
	if strings.Count(flags, "i") > 1 || strings.Count(flags, "m") > 1 {
		return nil, fail("S0303", -1, "/"+pattern+"/"+flags, "a flag is given twice")
	}
	p := &regexParser{src: pattern, re: &regex{fold: strings.Contains(flags, "i")}, multi: strings.Contains(flags, "m")}
	p.scanGroups()
	p.re.groups = 1
	p.emit(inst{op: opSave, x: 0})
	p.alternatives()
	if p.err == "" && p.pos < len(p.src) {
		p.fail("a ) has no (")
	}
	p.emit(inst{op: opSave, x: 1})
	p.emit(inst{op: opMatch})
	if p.err != "" {
		return nil, fail("S0303", -1, "/"+pattern+"/"+flags, p.err)
	}
	if first := p.re.prog[1]; first.op == opChar && first.char < 0x80 && !p.re.fold {
		p.re.first = byte(first.char)
	}
	return p.re, nil
}

func (p *regexParser) fail(why string) {
	if p.err == "" {
		p.err = why
	}
	p.pos = len(p.src)
}

// scanGroups counts the groups and finds their names, which can be referred
// to before they come.
func (p *regexParser) scanGroups() {
	class := false
	for i := 0; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '(' && !class:
			rest := p.src[i+1:]
			if !strings.HasPrefix(rest, "?") {
				p.count++
				continue
			}
			if name, ok := groupName(rest[1:]); ok {
				p.count++
				if p.names == nil {
					p.names = map[string]int{}
				}
				if p.names[name] != 0 {
					p.fail("two groups are named " + name)
				}
				p.names[name] = p.count
			}
		}
	}
	if p.err == "" {
		p.pos = 0
	}
}

// groupName reads <name>.
func groupName(s string) (string, bool) {
	if len(s) < 2 || s[0] != '<' || s[1] == '=' || s[1] == '!' {
		return "", false
	}
	n := strings.IndexByte(s, '>')
	if n < 2 {
		return "", false
	}
	return s[1:n], true
}

func (p *regexParser) emit(i inst) {
	if len(p.re.prog) >= maxRegexProgram {
		p.fail("it is too large")
		return
	}
	p.re.prog = append(p.re.prog, i)
}

func (p *regexParser) more() bool { return p.pos < len(p.src) }

func (p *regexParser) eat(s string) bool {
	if strings.HasPrefix(p.src[p.pos:], s) {
		p.pos += len(s)
		return true
	}
	return false
}

// insert puts room for n instructions at a place, and moves the targets in
// what comes after it.
func (p *regexParser) insert(at, n int) {
	body := append([]inst(nil), p.re.prog[at:]...)
	p.re.prog = p.re.prog[:at]
	for range n {
		p.emit(inst{})
	}
	p.copy(body, at)
}

// copy writes a piece of program that was at a place once more.
func (p *regexParser) copy(body []inst, at int) {
	shift := len(p.re.prog) - at
	for _, i := range body {
		switch i.op {
		case opSplit:
			i.x += shift
			i.y += shift
		case opJump:
			i.x += shift
		case opLook:
			i.y += shift
		}
		p.emit(i)
	}
}

func (p *regexParser) alternatives() {
	if p.depth++; p.depth > maxRegexDepth {
		p.fail("it is nested too deep")
		return
	}
	defer func() { p.depth-- }()
	start := len(p.re.prog)
	p.sequence()
	var ends []int
	for p.err == "" && p.eat("|") {
		p.insert(start, 1)
		ends = append(ends, len(p.re.prog))
		p.emit(inst{op: opJump})
		if p.err != "" {
			return
		}
		p.re.prog[start] = inst{op: opSplit, x: start + 1, y: len(p.re.prog)}
		// What is left is an alternative to all before, so the next split
		// goes where this one's second way leads.
		start = len(p.re.prog)
		p.sequence()
	}
	if p.err != "" {
		return
	}
	for _, e := range ends {
		p.re.prog[e].x = len(p.re.prog)
	}
}

func (p *regexParser) sequence() {
	for p.err == "" && p.more() && p.src[p.pos] != '|' && p.src[p.pos] != ')' {
		p.term()
	}
}

func (p *regexParser) term() {
	start := len(p.re.prog)
	groups := p.re.groups
	repeatable := p.atom()
	if p.err != "" {
		return
	}
	least, most, ok := p.quantifier()
	if !ok {
		return
	}
	if !repeatable {
		p.fail("there is nothing to repeat")
		return
	}
	p.repeat(start, groups, least, most, p.eat("?"))
}

// quantifier reads * + ? {n} {n,} {n,m}. most is -1 for no limit.
func (p *regexParser) quantifier() (least, most int, ok bool) {
	switch {
	case p.eat("*"):
		return 0, -1, true
	case p.eat("+"):
		return 1, -1, true
	case p.eat("?"):
		return 0, 1, true
	case !p.more() || p.src[p.pos] != '{':
		return 0, 0, false
	}
	// A brace that starts no quantifier is a character.
	end := strings.IndexByte(p.src[p.pos:], '}')
	if end < 0 {
		return 0, 0, false
	}
	from, to, comma := strings.Cut(p.src[p.pos+1:p.pos+end], ",")
	least, ok = count(from)
	if !ok {
		return 0, 0, false
	}
	switch {
	case !comma:
		most = least
	case to == "":
		most = -1
	default:
		if most, ok = count(to); !ok {
			return 0, 0, false
		}
		if most < least {
			p.fail("the numbers of a quantifier are out of order")
			return 0, 0, false
		}
	}
	p.pos += end + 1
	return least, most, true
}

func count(s string) (int, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		n = maxRegexProgram
	}
	return n, true
}

// repeat makes a loop of what was written since start.
func (p *regexParser) repeat(start, groups, least, most int, lazy bool) {
	body := append([]inst(nil), p.re.prog[start:]...)
	p.re.prog = p.re.prog[:start]
	if p.re.groups > groups {
		// The groups of an iteration are those of that iteration alone.
		clear := inst{op: opClear, x: 2 * groups, y: 2 * p.re.groups}
		for i := range body {
			switch body[i].op {
			case opSplit:
				body[i].x++
				body[i].y++
			case opJump:
				body[i].x++
			case opLook:
				body[i].y++
			}
		}
		body = append([]inst{clear}, body...)
	}
	for range least {
		p.copy(body, start)
		if p.err != "" {
			return
		}
	}
	split := func() int {
		p.emit(inst{op: opSplit})
		return len(p.re.prog) - 1
	}
	set := func(at, enter, leave int) {
		if p.err != "" {
			return
		}
		if lazy {
			enter, leave = leave, enter
		}
		p.re.prog[at].x, p.re.prog[at].y = enter, leave
	}
	if most < 0 {
		register := p.re.loops
		p.re.loops++
		at := split()
		p.emit(inst{op: opMark, x: register})
		p.copy(body, start)
		p.emit(inst{op: opProgress, x: register})
		p.emit(inst{op: opJump, x: at})
		set(at, at+1, len(p.re.prog))
		return
	}
	var splits []int
	for range most - least {
		at := split()
		splits = append(splits, at)
		register := p.re.loops
		p.emit(inst{op: opMark, x: register})
		p.copy(body, start)
		p.emit(inst{op: opProgress, x: register})
		if p.err != "" {
			return
		}
	}
	if len(splits) > 0 {
		p.re.loops++
	}
	for _, at := range splits {
		set(at, at+1, len(p.re.prog))
	}
}

// atom reads what a quantifier can follow, for which it is true, or an
// assertion.
func (p *regexParser) atom() bool {
	r, n := decodeRune(p.src[p.pos:])
	p.pos += n
	switch r {
	case '^':
		p.emit(inst{op: opLineStart, multi: p.multi})
		return false
	case '$':
		p.emit(inst{op: opLineEnd, multi: p.multi})
		return false
	case '.':
		set := &charSet{}
		set.addNot(lineRanges)
		p.emit(inst{op: opSet, set: set})
	case '(':
		return p.group()
	case '[':
		p.class()
	case '\\':
		return p.escape()
	case '*', '+', '?':
		p.fail("there is nothing to repeat")
	case '{':
		p.pos--
		if _, _, ok := p.quantifier(); ok {
			p.fail("there is nothing to repeat")
			break
		}
		p.pos++
		p.char('{')
	default:
		p.char(r)
	}
	return true
}

func (p *regexParser) char(r rune) {
	if p.re.fold {
		r = canonical(r)
	}
	p.emit(inst{op: opChar, char: r})
}

func (p *regexParser) group() bool {
	look := inst{op: opLook}
	save := -1
	switch {
	case p.eat("?:"):
	case p.eat("?="):
		return p.look(look)
	case p.eat("?!"):
		look.not = true
		return p.look(look)
	case p.eat("?<="):
		look.behind = true
		return p.look(look)
	case p.eat("?<!"):
		look.behind, look.not = true, true
		return p.look(look)
	default:
		if p.eat("?") {
			name, ok := groupName(p.src[p.pos:])
			if !ok {
				p.fail("a group starts with ? and something unknown")
				return true
			}
			p.pos += len(name) + 2
		}
		save = p.re.groups
		p.re.groups++
		p.emit(inst{op: opSave, x: 2 * save})
	}
	p.alternatives()
	if p.err == "" && !p.eat(")") {
		p.fail("a ( has no )")
	}
	if save >= 0 {
		p.emit(inst{op: opSave, x: 2*save + 1})
	}
	return true
}

func (p *regexParser) look(i inst) bool {
	at := len(p.re.prog)
	p.emit(i)
	p.alternatives()
	if p.err == "" && !p.eat(")") {
		p.fail("a ( has no )")
	}
	p.emit(inst{op: opMatch})
	if p.err == "" {
		p.re.prog[at].y = len(p.re.prog)
	}
	return !i.behind
}
