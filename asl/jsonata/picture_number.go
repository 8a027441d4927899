package jsonata

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A decimalFormat names the characters of a picture of XPath's format-number.
type decimalFormat struct {
	decimal, group, exponent, minus, percent, perMille, digit, pattern string
	infinity, nan                                                      string
	zero                                                               rune
}

func formatNumberFunction(a *activation, args []Value) (Value, *Error) {
	f, ok := args[0].(float64)
	if !ok {
		return nil, nil
	}
	d := decimalFormat{
		decimal: ".", group: ",", exponent: "e", minus: "-", percent: "%", perMille: "‰", digit: "#", pattern: ";",
		infinity: "Infinity", nan: "NaN", zero: '0',
	}
	if o, ok := args[2].(*ObjectValue); ok {
		for _, x := range []struct {
			name string
			to   *string
		}{
			{"decimal-separator", &d.decimal},
			{"grouping-separator", &d.group},
			{"exponent-separator", &d.exponent},
			{"minus-sign", &d.minus},
			{"percent", &d.percent},
			{"per-mille", &d.perMille},
			{"digit", &d.digit},
			{"pattern-separator", &d.pattern},
			{"infinity", &d.infinity},
			{"NaN", &d.nan},
		} {
			if s, ok := o.Get(x.name).(string); ok {
				*x.to = s
			}
		}
		if s, ok := o.Get("zero-digit").(string); ok && s != "" {
			d.zero, _ = decodeRune(s)
		}
	}
	picture, _ := args[1].(string)
	if len(picture) > maxPicture {
		return nil, tooLarge()
	}
	s, err := d.format(f, picture)
	if err != nil {
		return nil, err
	}
	return a.text(s)
}

// maxPicture bounds the length of a picture, so that nothing done with one needs
// to be counted.
const maxPicture = 1000

// A subPicture is one of the two halves of a picture, read.
type subPicture struct {
	prefix, suffix     string
	percent, perMille  bool
	minInteger         int
	scale              int // mandatory digits of the integer part
	minFraction        int
	maxFraction        int
	groups             []int // places of separators in the integer part, from the right
	every              int
	fractionGroups     []int // and in the fraction, from the left
	exponent           bool
	minExponent        int
	integer, fraction  []rune
	mantissa, active   []rune
	exponentPart       []rune
	hasDecimal, hasExp bool
}

func (d *decimalFormat) format(f float64, picture string) (string, *Error) {
	halves := []string{picture}
	if d.pattern != "" {
		halves = strings.Split(picture, d.pattern)
	}
	if len(halves) > 2 {
		return "", fail("D3080", -1, picture)
	}
	subs := make([]*subPicture, len(halves))
	for i, h := range halves {
		sub, err := d.read(h)
		if err != nil {
			return "", err
		}
		subs[i] = sub
	}
	p := subs[0]
	sign := ""
	if f < 0 {
		if len(subs) == 2 {
			p = subs[1]
		} else {
			sign = d.minus
		}
	}
	switch {
	case f != f:
		return d.nan, nil
	case !isFinite(f):
		return sign + p.prefix + d.infinity + p.suffix, nil
	}
	f = math.Abs(f)
	if p.percent {
		f *= 100
	}
	if p.perMille {
		f *= 1000
	}
	return sign + p.prefix + d.digits(p, f) + p.suffix, nil
}

func (d *decimalFormat) isDigit(r rune) bool { return r >= d.zero && r <= d.zero+9 }

// is tells whether r is the character that s names.
func is(r rune, s string) bool { return s != "" && string(r) == s }

func (d *decimalFormat) isActive(r rune) bool {
	return d.isDigit(r) || is(r, d.digit) || is(r, d.decimal) || is(r, d.group) || is(r, d.exponent)
}

func (d *decimalFormat) read(half string) (*subPicture, *Error) {
	p := &subPicture{}
	runes := []rune(half)
	visible := func(r rune) bool { return d.isActive(r) && !is(r, d.exponent) }
	first := slices.IndexFunc(runes, visible)
	last := first
	for i := len(runes) - 1; i >= 0 && first >= 0; i-- {
		if visible(runes[i]) {
			last = i + 1
			break
		}
	}
	if first < 0 {
		first, last = len(runes), len(runes)
	}
	if last < len(runes) && is(runes[last], d.exponent) {
		last++ // an exponent that lacks its digits
	}
	p.prefix, p.suffix = string(runes[:first]), string(runes[last:])
	p.active = runes[first:last]
	p.mantissa = p.active
	if i := slices.IndexFunc(p.active, func(r rune) bool { return is(r, d.exponent) }); i >= 0 {
		p.mantissa, p.exponentPart, p.hasExp = p.active[:i], p.active[i+1:], true
	}
	p.integer = p.mantissa
	if i := slices.IndexFunc(p.mantissa, func(r rune) bool { return is(r, d.decimal) }); i >= 0 {
		p.integer, p.fraction, p.hasDecimal = p.mantissa[:i], p.mantissa[i+1:], true
	}
	if code := d.problem(p, half); code != "" {
		return nil, fail(code, -1, half)
	}
	d.measure(p)
	p.percent = d.percent != "" && strings.Contains(half, d.percent)
	p.perMille = d.perMille != "" && strings.Contains(half, d.perMille)
	return p, nil
}

// problem is the code of what is wrong with a picture, or "".
func (d *decimalFormat) problem(p *subPicture, half string) string {
	times := func(s string) int {
		if s == "" {
			return 0
		}
		return strings.Count(half, s)
	}
	digit := func(r rune) bool { return d.isDigit(r) || is(r, d.digit) }
	percents, perMilles := times(d.percent), times(d.perMille)
	switch {
	case times(d.decimal) > 1:
		return "D3081"
	case percents > 1:
		return "D3082"
	case perMilles > 1:
		return "D3083"
	case percents > 0 && perMilles > 0:
		return "D3084"
	case !slices.ContainsFunc(p.mantissa, digit):
		return "D3085"
	case slices.ContainsFunc(p.active, func(r rune) bool { return !d.isActive(r) }):
		return "D3086"
	}
	group := func(rs []rune, i int) bool { return i >= 0 && i < len(rs) && is(rs[i], d.group) }
	switch {
	case p.hasDecimal && (group(p.integer, len(p.integer)-1) || group(p.fraction, 0)):
		return "D3087"
	case !p.hasDecimal && group(p.integer, len(p.integer)-1):
		return "D3088"
	case d.group != "" && strings.Contains(half, d.group+d.group):
		return "D3089"
	}
	if i := slices.IndexFunc(p.integer, d.isDigit); i >= 0 &&
		slices.ContainsFunc(p.integer[i:], func(r rune) bool { return is(r, d.digit) }) {
		return "D3090"
	}
	if i := slices.IndexFunc(p.fraction, func(r rune) bool { return is(r, d.digit) }); i >= 0 &&
		slices.ContainsFunc(p.fraction[i:], d.isDigit) {
		return "D3091"
	}
	if p.hasExp {
		switch {
		case percents > 0 || perMilles > 0:
			return "D3092"
		case len(p.exponentPart) == 0 || slices.ContainsFunc(p.exponentPart, func(r rune) bool { return !d.isDigit(r) }):
			return "D3093"
		}
	}
	return ""
}

// measure counts the digits of a picture and finds its groups.
func (d *decimalFormat) measure(p *subPicture) {
	digits := 0
	for _, r := range slices.Backward(p.integer) {
		if is(r, d.group) {
			p.groups = append(p.groups, digits)
			continue
		}
		digits++
		if d.isDigit(r) {
			p.minInteger++
		}
	}
	places := make([]grouping, len(p.groups))
	for i, at := range p.groups {
		places[i] = grouping{at, ','}
	}
	p.every = repeats(places)
	p.scale = p.minInteger
	for _, r := range p.fraction {
		if is(r, d.group) {
			p.fractionGroups = append(p.fractionGroups, p.maxFraction)
			continue
		}
		p.maxFraction++
		if d.isDigit(r) {
			p.minFraction++
		}
	}
	p.exponent, p.minExponent = p.hasExp, len(p.exponentPart)
	if p.minInteger == 0 && p.maxFraction == 0 {
		if p.exponent {
			p.minFraction, p.maxFraction = 1, 1
		} else {
			p.minInteger = 1
		}
	}
	if p.exponent && p.minInteger == 0 && slices.ContainsFunc(p.integer, func(r rune) bool { return is(r, d.digit) }) {
		p.minInteger = 1
	}
	if p.minInteger == 0 && p.minFraction == 0 {
		p.minFraction = 1
	}
}

// digits writes the digits of a number that is not negative.
func (d *decimalFormat) digits(p *subPicture, f float64) string {
	exponent := 0
	if p.exponent && f > 0 {
		// The mantissa has as many digits before the point as the picture.
		most := math.Pow(10, float64(p.scale))
		least := math.Pow(10, float64(p.scale-1))
		for f < least {
			f *= 10
			exponent--
		}
		for f > most {
			f /= 10
			exponent++
		}
	}
	f = roundHalfEven(f, float64(p.maxFraction))
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(f, 'f', p.maxFraction, 64), ".")
	whole = strings.TrimLeft(whole, "0")
	if n := p.minInteger - len(whole); n > 0 {
		whole = strings.Repeat("0", n) + whole
	}
	for len(fraction) > p.minFraction && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	var b strings.Builder
	for i := range len(whole) {
		left := len(whole) - i
		if i > 0 && (p.every > 0 && left%p.every == 0 || p.every == 0 && slices.Contains(p.groups, left)) {
			b.WriteString(d.group)
		}
		b.WriteRune(d.zero + rune(whole[i]-'0'))
	}
	if fraction != "" {
		b.WriteString(d.decimal)
	}
	for i := range len(fraction) {
		if slices.Contains(p.fractionGroups, i) {
			b.WriteString(d.group)
		}
		b.WriteRune(d.zero + rune(fraction[i]-'0'))
	}
	if p.exponent {
		b.WriteString(d.exponent)
		if exponent < 0 {
			b.WriteString(d.minus)
			exponent = -exponent
		}
		s := strconv.Itoa(exponent)
		for range p.minExponent - len(s) {
			b.WriteRune(d.zero)
		}
		for i := range len(s) {
			b.WriteRune(d.zero + rune(s[i]-'0'))
		}
	}
	return b.String()
}
