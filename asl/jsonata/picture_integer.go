package jsonata

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// numbering is how an integer is written.
type numbering uint8

const (
	numberingDecimal numbering = iota
	numberingLetters
	numberingRoman
	numberingWords
)

// letterCase is the case of letters, roman numbers, words and names.
type letterCase uint8

const (
	caseLower letterCase = iota
	caseUpper
	caseTitle
)

// An integerPicture is a picture of XPath's format-integer, read.
type integerPicture struct {
	numbering numbering
	letters   letterCase
	ordinal   bool

	// Of decimal pictures: the digit for 0, how many digits there are at
	// least and how many more the picture has room for, and where the
	// separators stand, counted in digits from the right.
	zero                rune
	mandatory, optional int
	groups              []grouping
	every               int // the distance of groups that repeat, or 0

	// width is how many digits to read, less those that are optional, and 0
	// where it is as many as there are.
	width int
}

type grouping struct {
	at   int
	char rune
}

// digitZeros are the zeros of the decimal digits of Unicode.
var digitZeros = []rune{
	0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
	0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
	0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
}

func readIntegerPicture(picture string) (*integerPicture, *Error) {
	p := &integerPicture{zero: '0'}
	if len(picture) > maxPicture {
		return p, tooLarge()
	}
	format := picture
	if i := strings.LastIndexByte(picture, ';'); i >= 0 {
		format = picture[:i]
		p.ordinal = strings.HasPrefix(picture[i+1:], "o")
	}
	switch format {
	case "A":
		p.numbering, p.letters = numberingLetters, caseUpper
	case "a":
		p.numbering = numberingLetters
	case "I":
		p.numbering, p.letters = numberingRoman, caseUpper
	case "i":
		p.numbering = numberingRoman
	case "W":
		p.numbering, p.letters = numberingWords, caseUpper
	case "w":
		p.numbering = numberingWords
	case "Ww":
		p.numbering, p.letters = numberingWords, caseTitle
	default:
		return p, p.readDecimal(format)
	}
	return p, nil
}

func (p *integerPicture) readDecimal(format string) *Error {
	digits := 0
	found := rune(0)
	runes := []rune(format)
	for _, r := range slices.Backward(runes) {
		zero := rune(0)
		for _, z := range digitZeros {
			if r >= z && r <= z+9 {
				zero = z
			}
		}
		switch {
		case zero != 0:
			if found != 0 && found != zero {
				return fail("D3131", -1, format)
			}
			found = zero
			p.mandatory++
			digits++
		case r == '#':
			p.optional++
			digits++
		default:
			p.groups = append(p.groups, grouping{digits, r})
		}
	}
	if p.mandatory == 0 {
		return fail("D3130", -1, format)
	}
	p.zero = found
	p.every = repeats(p.groups)
	return nil
}

// repeats is the distance of groups that are all of one size, or 0.
func repeats(groups []grouping) int {
	if len(groups) == 0 {
		return 0
	}
	divisor := 0
	for _, g := range groups {
		if g.char != groups[0].char {
			return 0
		}
		a, b := divisor, g.at
		for b != 0 {
			a, b = b, a%b
		}
		divisor = a
	}
	if divisor == 0 {
		return 0
	}
	for i := range groups {
		if !slices.ContainsFunc(groups, func(g grouping) bool { return g.at == (i+1)*divisor }) {
			return 0
		}
	}
	return divisor
}

func formatInteger(f float64, picture string) (string, *Error) {
	p, err := readIntegerPicture(picture)
	if err != nil {
		return "", err
	}
	return p.format(f)
}

// maxRoman bounds roman numbers, which have an M for every thousand, and
// letters, words and digits besides.
const maxRoman = 1e6

func (p *integerPicture) format(f float64) (string, *Error) {
	if !isFinite(f) {
		return "", fail("D1001", -1, numberText(f))
	}
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	var s string
	switch p.numbering {
	case numberingLetters:
		s = letters(f)
	case numberingRoman:
		if f > maxRoman {
			return "", tooLarge()
		}
		s = roman(int(f))
	case numberingWords:
		s = words(f, false, p.ordinal)
	default:
		s = p.decimal(f)
	}
	switch {
	case p.numbering == numberingDecimal || p.letters == caseTitle:
	case p.letters == caseUpper:
		s = strings.ToUpper(s)
	default:
		s = strings.ToLower(s)
	}
	return sign + s, nil
}

func (p *integerPicture) decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', 0, 64)
	if n := p.mandatory - len(s); n > 0 {
		s = strings.Repeat("0", n) + s
	}
	b := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		left := len(s) - i
		if i > 0 {
			if p.every > 0 && left%p.every == 0 {
				b = utf8.AppendRune(b, p.groups[0].char)
			}
			// The reference writes a separator before the first digit too,
			// where the number is that short; nobody can want it.
			for _, g := range p.groups {
				if p.every == 0 && g.at == left {
					b = utf8.AppendRune(b, g.char)
				}
			}
		}
		b = utf8.AppendRune(b, p.zero+rune(s[i]-'0'))
	}
	if p.ordinal {
		b = append(b, ordinalSuffix(s)...)
	}
	return string(b)
}

func ordinalSuffix(digits string) string {
	n := len(digits)
	if n > 1 && digits[n-2] == '1' {
		return "th"
	}
	switch digits[n-1] {
	case '1':
		return "st"
	case '2':
		return "nd"
	case '3':
		return "rd"
	}
	return "th"
}

// letters counts A, B, … Z, AA, AB and so on.
func letters(f float64) string {
	var b []byte
	for f >= 1 {
		b = append(b, 'A'+byte(math.Mod(f-1, 26)))
		f = math.Floor((f - 1) / 26)
	}
	slices.Reverse(b)
	return string(b)
}

var romanNumerals = []struct {
	value int
	text  string
}{
	{1000, "m"},
	{900, "cm"},
	{500, "d"},
	{400, "cd"},
	{100, "c"},
	{90, "xc"},
	{50, "l"},
	{40, "xl"},
	{10, "x"},
	{9, "ix"},
	{5, "v"},
	{4, "iv"},
	{1, "i"},
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range romanNumerals {
		for n >= r.value {
			b.WriteString(r.text)
			n -= r.value
		}
	}
	return b.String()
}

var romanValues = map[byte]int{'m': 1000, 'd': 500, 'c': 100, 'l': 50, 'x': 10, 'v': 5, 'i': 1}

func parseRoman(s string) float64 {
	total, most := 0, 1
	for i := range len(s) {
		v := romanValues[s[len(s)-1-i]|0x20]
		if v < most {
			total -= v
		} else {
			total, most = total+v, v
		}
	}
	return float64(total)
}

func parseInteger(ev *evaluation, s, picture string) (Value, *Error) {
	p, err := readIntegerPicture(picture)
	if err != nil {
		return nil, err
	}
	if err := ev.work(len(s) / 8); err != nil {
		return nil, err
	}
	if f, ok := p.parse(s); ok {
		return number(f), nil
	}
	return math.NaN(), nil
}

// parse reads what format writes.
func (p *integerPicture) parse(s string) (float64, bool) {
	switch p.numbering {
	case numberingLetters:
		f := 0.0
		for i := range len(s) {
			c := s[i] | 0x20
			if c < 'a' || c > 'z' {
				return 0, false
			}
			f = f*26 + float64(c-'a'+1)
		}
		return f, isFinite(f)
	case numberingRoman:
		if strings.Trim(strings.ToLower(s), "mdclxvi") != "" {
			return 0, false
		}
		return parseRoman(s), true
	case numberingWords:
		return parseWords(s)
	default:
	}
	if p.ordinal && len(s) > 2 {
		s = s[:len(s)-2]
	}
	b := make([]byte, 0, len(s))
	for _, r := range s {
		digit := r >= p.zero && r <= p.zero+9
		switch {
		case digit:
			b = append(b, byte(r-p.zero)+'0')
		case r == '-' && len(b) == 0:
			b = append(b, '-')
		case slices.ContainsFunc(p.groups, func(g grouping) bool { return g.char == r }):
			digit = true
		}
		// What follows the number is passed over.
		if !digit && r != '-' || r == '-' && len(b) > 1 {
			break
		}
	}
	f, err := strconv.ParseFloat(string(b), 64)
	return f, err == nil
}

// pattern is a regular expression for what format writes.
func (p *integerPicture) pattern() string {
	switch p.numbering {
	case numberingLetters:
		return "[a-z]+"
	case numberingRoman:
		return "[mdclxvi]+"
	case numberingWords:
		return wordsPattern
	default:
	}
	first, last := string(p.zero), string(p.zero+9)
	s := "[" + first + "-" + last + "]"
	switch {
	case p.width > 0:
		s += "{" + strconv.Itoa(max(p.width-p.optional, 0)) + "," + strconv.Itoa(p.width) + "}"
	case len(p.groups) > 0:
		s = "[" + first + "-" + last
		for _, g := range p.groups {
			s += escapePattern(string(g.char))
		}
		s += "]+"
	default:
		s += "+"
	}
	if p.ordinal {
		s += "(?:th|st|nd|rd)"
	}
	return s
}

// escapePattern is a regular expression for s alone, within a class or not.
func escapePattern(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(`\^$.|?*+()[]{}-/`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
