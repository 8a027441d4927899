package jsonata

import (
	"strconv"
	"strings"
	"time"
)

// A datePart is a component of a picture of XPath's format-dateTime, or the
// text between two.
type datePart struct {
	literal   string
	component byte // 0 for text

	// number is how the component is written as a number; nil for names.
	number *integerPicture
	names  letterCase

	// least and most are the width; -1 where there is no limit.
	least, most int

	// zulu writes the zone of UTC as Z.
	zulu bool
}

// defaultPresentation is how each component is written that does not say so.
var defaultPresentation = map[byte]string{
	'Y': "1", 'M': "1", 'D': "1", 'd': "1", 'F': "n", 'W': "1", 'w': "1", 'X': "1", 'x': "1", 'H': "1", 'h': "1",
	'P': "n", 'm': "01", 's': "01", 'f': "1", 'Z': "01:01", 'z': "01:01", 'C': "n", 'E': "n",
}

const isoPicture = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]"

// readDatePicture reads a picture. Brackets are doubled to stand for
// themselves.
func readDatePicture(picture string) ([]datePart, *Error) {
	if len(picture) > maxPicture {
		return nil, tooLarge()
	}
	var parts []datePart
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			parts = append(parts, datePart{literal: text.String()})
			text.Reset()
		}
	}
	for i := 0; i < len(picture); i++ {
		switch {
		case strings.HasPrefix(picture[i:], "[[") || strings.HasPrefix(picture[i:], "]]"):
			text.WriteByte(picture[i])
			i++
		case picture[i] == '[':
			flush()
			n := strings.IndexByte(picture[i:], ']')
			if n < 0 {
				return nil, fail("D3135", -1, picture)
			}
			part, err := readDatePart(picture[i+1 : i+n])
			if err != nil {
				return nil, err
			}
			parts = append(parts, part)
			i += n
		default:
			text.WriteByte(picture[i])
		}
	}
	flush()
	return parts, nil
}

func readDatePart(marker string) (datePart, *Error) {
	marker = strings.Join(strings.Fields(marker), "")
	p := datePart{least: -1, most: -1}
	if marker == "" {
		return p, fail("D3132", -1, "")
	}
	p.component = marker[0]
	presentation, width, hasWidth := strings.Cut(marker[1:], ",")
	if hasWidth {
		from, to, _ := strings.Cut(width, "-")
		p.least, p.most = parseWidth(from), parseWidth(to)
	}
	ordinal := false
	if n := len(presentation); n > 1 {
		switch presentation[n-1] {
		case 'o':
			ordinal = true
			fallthrough
		case 'a', 'c', 't':
			p.zulu = presentation[n-1] == 't'
			presentation = presentation[:n-1]
		}
	}
	standard, ok := defaultPresentation[p.component]
	if !ok {
		return p, fail("D3132", -1, marker[:1])
	}
	if presentation == "" {
		presentation = standard
	}
	switch presentation[0] {
	case 'n':
		return p, nil
	case 'N':
		p.names = caseUpper
		if strings.HasPrefix(presentation[1:], "n") {
			p.names = caseTitle
		}
		return p, nil
	}
	if strings.IndexByte("PCE", p.component) >= 0 {
		return p, nil
	}
	number, err := readIntegerPicture(presentation)
	if err != nil {
		return p, err
	}
	p.number = number
	p.number.ordinal = ordinal
	if p.least > number.mandatory {
		number.mandatory = p.least
	}
	if strings.IndexByte("YMD", p.component) >= 0 {
		if p.most >= 0 {
			number.mandatory, number.width = p.most, p.most
		} else if w := number.mandatory + number.optional; w >= 2 {
			number.width = w
		}
	}
	return p, nil
}

// parseWidth is -1 for * and for nothing.
func parseWidth(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n > 1000 {
		return -1
	}
	return n
}

// maxMillis is the last instant that JavaScript knows.
const maxMillis = 8.64e15

// formatDate writes an instant, in milliseconds since 1970, in a zone of that
// many minutes east of UTC.
func formatDate(millis float64, picture string, zone int) (string, *Error) {
	if !(millis >= -maxMillis && millis <= maxMillis) {
		return "", fail("D1001", -1, numberText(millis))
	}
	parts, err := readDatePicture(picture)
	if err != nil {
		return "", err
	}
	t := time.UnixMilli(int64(millis)).In(time.FixedZone("", zone*60))
	var b strings.Builder
	for _, p := range parts {
		s := p.literal
		if p.component != 0 {
			if s, err = p.format(t, zone); err != nil {
				return "", err
			}
		}
		b.WriteString(s)
	}
	return b.String(), nil
}

func (p *datePart) format(t time.Time, zone int) (string, *Error) {
	switch p.component {
	case 'C', 'E':
		return "ISO", nil
	case 'P':
		s := "am"
		if t.Hour() >= 12 {
			s = "pm"
		}
		if p.names == caseUpper {
			s = strings.ToUpper(s)
		}
		return s, nil
	case 'Z', 'z':
		return p.formatZone(zone)
	}
	n := componentOf(t, p.component)
	if p.number == nil {
		return p.formatName(n)
	}
	if p.component == 'Y' {
		// A width, or more than one digit in the picture, cuts the year.
		if digits := p.number.width; p.most == 0 || digits > 0 && digits < 18 {
			m := 1
			for range digits {
				m *= 10
			}
			n %= m
		}
	}
	return p.number.format(float64(n))
}

func (p *datePart) formatName(n int) (string, *Error) {
	var name string
	switch p.component {
	case 'M', 'x':
		name = time.Month(n).String()
	case 'F':
		name = time.Weekday(n % 7).String()
	default:
		return "", fail("D3133", -1, string(p.component))
	}
	switch p.names {
	case caseUpper:
		name = strings.ToUpper(name)
	case caseLower:
		name = strings.ToLower(name)
	case caseTitle: // as it is
	}
	if p.most >= 0 && len(name) > p.most {
		name = name[:p.most]
	}
	return name, nil
}

// formatZone writes an offset: as hours, and minutes where there are any, if
// the picture has one or two digits.
func (p *datePart) formatZone(zone int) (string, *Error) {
	if p.number == nil {
		return "", fail("D3133", -1, string(p.component))
	}
	sign := "+"
	abs := zone
	if zone < 0 {
		sign, abs = "-", -zone
	}
	var s string
	var err *Error
	switch n := p.number.mandatory; {
	case p.number.every > 0 || n == 3 || n == 4:
		s, err = p.number.format(float64(abs/60*100 + abs%60))
	case n == 1 || n == 2:
		s, err = p.number.format(float64(abs / 60))
		if abs%60 != 0 {
			s += ":" + strconv.Itoa(abs%60/10) + strconv.Itoa(abs%10)
		}
	default:
		return "", fail("D3134", -1, "")
	}
	if err != nil {
		return "", err
	}
	s = sign + s
	if p.component == 'z' {
		s = "GMT" + s
	}
	if zone == 0 && p.zulu {
		s = "Z"
	}
	return s, nil
}

// componentOf is a component of a time as a number.
func componentOf(t time.Time, component byte) int {
	// Weeks belong to the year and month that their Thursday lies in.
	weekday := (int(t.Weekday())+6)%7 + 1
	thursday := t.AddDate(0, 0, 4-weekday)
	switch component {
	case 'Y':
		return t.Year()
	case 'M':
		return int(t.Month())
	case 'D':
		return t.Day()
	case 'd':
		return t.YearDay()
	case 'F':
		return weekday
	case 'W':
		_, week := t.ISOWeek()
		return week
	case 'X':
		year, _ := t.ISOWeek()
		return year
	case 'w':
		return (thursday.Day()-1)/7 + 1
	case 'x':
		return int(thursday.Month())
	case 'H':
		return t.Hour()
	case 'h':
		if h := t.Hour() % 12; h != 0 {
			return h
		}
		return 12
	case 'm':
		return t.Minute()
	case 's':
		return t.Second()
	case 'f':
		return t.Nanosecond() / 1e6
	}
	panic("jsonata: component " + string(component) + " of a date is no number")
}
