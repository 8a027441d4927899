package jsonata

import (
	"strconv"
	"strings"
	"time"
)

// parseDate reads an instant, in milliseconds since 1970, as a picture has it.
// It is false where the text does not fit the picture.
func parseDate(ev *evaluation, s, picture string) (float64, bool, *Error) {
	parts, err := readDatePicture(picture)
	if err != nil {
		return 0, false, err
	}
	var b strings.Builder
	b.WriteString("^")
	for i := range parts {
		p := &parts[i]
		if p.component == 0 {
			b.WriteString(escapePattern(p.literal))
			continue
		}
		// Numbers that follow one another are told apart by their width.
		if i+1 < len(parts) && p.number != nil && parts[i+1].number != nil && p.number.numbering == numberingDecimal {
			if p.most > 0 {
				p.number.width = p.most
			} else if p.number.mandatory > 1 {
				p.number.width = p.number.mandatory
			}
		}
		text, err := p.pattern()
		if err != nil {
			return 0, false, err
		}
		b.WriteString("(" + text + ")")
	}
	b.WriteString("$")
	re, err := compileRegex(b.String(), "i")
	if err != nil {
		return 0, false, err
	}
	caps, err := re.match(ev, s, 0)
	if err != nil || caps == nil {
		return 0, false, err
	}
	found := map[byte]int{}
	group := 1
	for i := range parts {
		p := &parts[i]
		if p.component == 0 {
			continue
		}
		n, ok := p.parse(s[caps[2*group]:caps[2*group+1]])
		if !ok {
			return 0, false, nil
		}
		found[p.component] = n
		group++
	}
	if len(found) == 0 {
		return 0, false, nil
	}
	return instant(found, ev.runtime.Now.UTC())
}

// pattern is a regular expression for the component.
func (p *datePart) pattern() (string, *Error) {
	switch p.component {
	case 'Z', 'z':
		if p.number == nil {
			return "", fail("D3133", -1, string(p.component))
		}
		s := `[\-+][0-9]+`
		if len(p.number.groups) > 0 {
			s += escapePattern(string(p.number.groups[0].char)) + "[0-9]+"
		}
		if p.zulu {
			s += "|Z"
		}
		if p.component == 'z' {
			return "GMT" + strings.ReplaceAll(s, "|", "|GMT|"), nil
		}
		return s, nil
	case 'P':
		return "am|pm", nil
	}
	if p.number != nil {
		return p.number.pattern(), nil
	}
	switch p.component {
	case 'M', 'x', 'F':
		return "[a-z]+", nil
	}
	return "", fail("D3133", -1, string(p.component))
}

// parse reads the text of a component.
func (p *datePart) parse(s string) (int, bool) {
	switch p.component {
	case 'P':
		if strings.EqualFold(s, "pm") {
			return 1, true
		}
		return 0, true
	case 'Z', 'z':
		return p.parseZone(s)
	case 'F':
		// A day of the week tells nothing that the date does not.
		return 0, true
	}
	if p.number == nil {
		for m := time.January; m <= time.December; m++ {
			name := m.String()
			if p.most >= 0 && p.most < len(name) {
				name = name[:p.most]
			}
			if strings.EqualFold(name, s) {
				return int(m), true
			}
		}
		return 0, false
	}
	// The digits of [f] are milliseconds, however many there are.
	f, ok := p.number.parse(s)
	if !ok || f > 1e9 {
		return 0, false
	}
	return int(f), true
}

// parseZone is an offset in minutes.
func (p *datePart) parseZone(s string) (int, bool) {
	s = strings.TrimPrefix(strings.ToUpper(s), "GMT")
	if s == "Z" {
		return 0, true
	}
	sign := 1
	if s[0] == '-' {
		sign = -1
	}
	hours, minutes := s[1:], "0"
	if len(p.number.groups) > 0 {
		hours, minutes, _ = strings.Cut(hours, string(p.number.groups[0].char))
	} else if n := len(hours); n > 2 {
		hours, minutes = hours[:n-2], hours[n-2:]
	}
	h, err := strconv.Atoi(hours)
	m, err2 := strconv.Atoi(minutes)
	if err != nil || err2 != nil || h > 1000 || m > 10000 {
		return 0, false
	}
	return sign * (h*60 + m), true
}

// instant puts the components together. What comes before the first is taken
// from now, and what comes after the last is the least there is; a gap between
// is an error.
func instant(found map[byte]int, now time.Time) (float64, bool, *Error) {
	has := func(components string) bool {
		for i := range len(components) {
			if _, ok := found[components[i]]; ok {
				return true
			}
		}
		return false
	}
	date := "YMD"
	switch {
	case has("d") && !has("MD"):
		date = "Yd"
	case has("XxWw") && !has("YMDd"):
		// Weeks name days of their own, which the reference cannot read.
		return 0, false, fail("D3136", -1, "")
	}
	hour := "H"
	if has("Ph") && !has("H") {
		hour = "Ph"
	}
	started, ended := false, false
	values := map[byte]int{}
	for _, c := range []byte(date + hour + "msf") {
		v, ok := found[c]
		switch {
		case ok:
			if started = true; ended {
				return 0, false, fail("D3136", -1, "")
			}
		case started:
			ended = c != 'P' || !has("h")
			if strings.IndexByte("MDd", c) >= 0 {
				v = 1
			}
		case c == 'P':
			v = now.Hour() / 12
		default:
			v = componentOf(now, c)
		}
		values[c] = v
	}
	if hour == "Ph" {
		values['H'] = values['h'] % 12
		if values['P'] == 1 {
			values['H'] += 12
		}
	}
	if y := values['Y']; y >= 0 && y < 100 {
		values['Y'] = 1900 + y // as JavaScript takes it
	}
	month, day := values['M'], values['D']
	if date == "Yd" {
		month, day = 1, values['d']
	}
	t := time.Date(values['Y'], time.Month(month), day, values['H'], values['m'], values['s'], values['f']*1e6, time.UTC)
	return float64(t.UnixMilli()) - float64(found['Z']+found['z'])*60_000, true, nil
}
