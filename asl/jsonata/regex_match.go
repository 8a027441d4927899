package jsonata

import (
	"strings"
	"unicode/utf8"
)

// A backtrack is a place to go back to, or with pc < 0 a register to set back.
type backtrack struct {
	pc, pos int
	was     int
}

// A matcher runs a program on a text. Every step counts for the evaluation, so
// that a pattern that backtracks for ever ends in an error.
type matcher struct {
	ev    *evaluation
	re    *regex
	s     string
	caps  []int // captures, then the registers of the loops
	stack []backtrack
	steps int // since they were last counted
}

// match finds the first match at or after from: the captures in pairs, -1 for
// groups that did not match; nil where there is none.
func (re *regex) match(ev *evaluation, s string, from int) ([]int, *Error) {
	m := &matcher{ev: ev, re: re, s: s, caps: make([]int, 2*re.groups+re.loops)}
	for pos := from; pos <= len(s); {
		if re.first != 0 {
			i := strings.IndexByte(s[pos:], re.first)
			if i < 0 {
				return nil, nil
			}
			pos += i
		}
		for i := range m.caps {
			m.caps[i] = -1
		}
		if _, ok, err := m.run(0, pos); err != nil {
			return nil, err
		} else if ok {
			return m.caps[:2*re.groups], nil
		}
		_, n := decodeRune(s[pos:])
		pos += max(n, 1)
	}
	return nil, nil
}

// set changes a capture or register in a way that can be taken back.
func (m *matcher) set(i, v int) {
	if m.caps[i] != v {
		m.stack = append(m.stack, backtrack{pc: -1 - i, was: m.caps[i]})
		m.caps[i] = v
	}
}

// undo takes back what was done since the stack was that high.
func (m *matcher) undo(height int) {
	for len(m.stack) > height {
		b := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if b.pc < 0 {
			m.caps[-1-b.pc] = b.was
		}
	}
}

const (
	stackLimit = 1 << 22

	// stepsAtOnce are counted together, as a quarter of them: a step is less
	// than one of the evaluator's.
	stepsAtOnce = 256
)

// run goes from pc at pos until a match. It tells where that ends.
func (m *matcher) run(pc, pos int) (int, bool, *Error) {
	base := len(m.stack)
	for {
		if m.steps++; m.steps >= stepsAtOnce {
			m.steps = 0
			if err := m.ev.work(stepsAtOnce / 4); err != nil {
				return 0, false, err
			}
			if len(m.stack) > stackLimit {
				return 0, false, tooLarge()
			}
		}
		i := &m.re.prog[pc]
		ok := true
		switch i.op {
		case opMatch:
			return pos, true, nil
		case opChar, opSet:
			var r rune
			n := 0
			if pos < len(m.s) {
				if c := m.s[pos]; c < utf8.RuneSelf {
					r, n = rune(c), 1
				} else {
					r, n = decodeRune(m.s[pos:])
				}
			}
			switch {
			case n == 0:
				ok = false
			case i.op == opSet:
				ok = i.set.has(r, m.re.fold)
			case m.re.fold:
				ok = canonical(r) == i.char
			default:
				ok = r == i.char
			}
			pos += n
			pc++
		case opSplit:
			m.stack = append(m.stack, backtrack{pc: i.y, pos: pos})
			pc = i.x
		case opJump:
			pc = i.x
		case opSave, opMark:
			at := i.x
			if i.op == opMark {
				at += 2 * m.re.groups
			}
			m.set(at, pos)
			pc++
		case opClear:
			for c := i.x; c < i.y; c++ {
				m.set(c, -1)
			}
			pc++
		case opProgress:
			ok = m.caps[2*m.re.groups+i.x] != pos
			pc++
		case opLineStart:
			ok = pos == 0 || i.multi && isLineEnd(m.before(pos))
			pc++
		case opLineEnd:
			ok = pos == len(m.s) || i.multi && isLineEnd(m.at(pos))
			pc++
		case opWord:
			ok = (isWordChar(m.before(pos)) != isWordChar(m.at(pos))) != i.not
			pc++
		case opBack:
			pos, ok = m.back(i.x, pos)
			pc++
		case opLook:
			var err *Error
			if ok, err = m.look(i, pc, pos); err != nil {
				return 0, false, err
			}
			pc = i.y
		}
		for !ok {
			if len(m.stack) == base {
				return 0, false, nil
			}
			b := m.stack[len(m.stack)-1]
			m.stack = m.stack[:len(m.stack)-1]
			if b.pc < 0 {
				m.caps[-1-b.pc] = b.was
				continue
			}
			pc, pos, ok = b.pc, b.pos, true
		}
	}
}

// at is the character at pos, or 0 at the end, which is in no class.
func (m *matcher) at(pos int) rune {
	r, _ := decodeRune(m.s[pos:])
	return r
}

func (m *matcher) before(pos int) rune {
	if pos == 0 {
		return 0
	}
	start := pos - 1
	for start > 0 && pos-start < utf8.UTFMax && !utf8.RuneStart(m.s[start]) {
		start--
	}
	r, _ := decodeRune(m.s[start:pos])
	return r
}

// back matches what a group matched. A group that did not match is empty.
func (m *matcher) back(group, pos int) (int, bool) {
	from, to := m.caps[2*group], m.caps[2*group+1]
	if from < 0 || to < from {
		return pos, true
	}
	want := m.s[from:to]
	m.steps += len(want) / 16
	if !m.re.fold {
		return pos + len(want), strings.HasPrefix(m.s[pos:], want)
	}
	for want != "" {
		a, n := decodeRune(want)
		b, k := decodeRune(m.s[pos:])
		if k == 0 || canonical(a) != canonical(b) {
			return pos, false
		}
		want = want[n:]
		pos += k
	}
	return pos, true
}

// look tells whether a lookaround holds. Captures made by one that does are
// kept.
func (m *matcher) look(i *inst, pc, pos int) (bool, *Error) {
	height := len(m.stack)
	found := false
	start, last := pos, pos
	if i.behind {
		last = 0
	}
	for ; start >= last && !found; start-- {
		if start > 0 && start < len(m.s) && !utf8.RuneStart(m.s[start]) {
			continue
		}
		end, ok, err := m.runTo(pc+1, start, i.behind, pos)
		if err != nil {
			return false, err
		}
		found = ok && (!i.behind || end == pos)
		if !found || i.not {
			m.undo(height)
		}
	}
	if found && !i.not {
		// What is tried within is done with; what it set can be taken back.
		kept := m.stack[:height]
		for _, b := range m.stack[height:] {
			if b.pc < 0 {
				kept = append(kept, b)
			}
		}
		m.stack = kept
	}
	return found != i.not, nil
}

// runTo runs a lookaround. One that looks behind has to end at end: the text
// is cut there, and ends that come too early are gone back from.
func (m *matcher) runTo(pc, pos int, behind bool, end int) (int, bool, *Error) {
	if !behind {
		return m.run(pc, pos)
	}
	base := len(m.stack)
	at, ok, err := m.run(pc, pos)
	for err == nil && ok && at != end {
		// Go on from the last choice.
		resumed := false
		for len(m.stack) > base && !resumed {
			b := m.stack[len(m.stack)-1]
			m.stack = m.stack[:len(m.stack)-1]
			if b.pc < 0 {
				m.caps[-1-b.pc] = b.was
				continue
			}
			resumed = true
			at, ok, err = m.resume(base, b)
		}
		if !resumed {
			return 0, false, nil
		}
	}
	return at, ok, err
}

// resume goes on from a choice with the ones below it, down to base, left to
// come back to.
func (m *matcher) resume(base int, b backtrack) (int, bool, *Error) {
	at, ok, err := m.run(b.pc, b.pos)
	for err == nil && !ok && len(m.stack) > base {
		c := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if c.pc < 0 {
			m.caps[-1-c.pc] = c.was
			continue
		}
		at, ok, err = m.run(c.pc, c.pos)
	}
	return at, ok, err
}
