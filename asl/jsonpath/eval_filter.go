package jsonpath

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pipectl/pipectl/asl"
)

// holds reports whether a filter's condition holds for an item.
func (w *walker) holds(c Cond, item asl.Value) bool {
	switch x := c.(type) {
	case *And:
		return w.holds(x.X, item) && w.holds(x.Y, item)
	case *Or:
		return w.holds(x.X, item) || w.holds(x.Y, item)
	case *Not:
		return !w.holds(x.X, item)
	case *Exists:
		v, err := evalPath(x.Path, w.env, item)
		if list, ok := v.(asl.Array); ok && !x.Path.IsDefinite() {
			return len(list) > 0
		}
		return err == nil
	case *Compare:
		a, okA := w.operand(x.X, item)
		b, okB := w.operand(x.Y, item)
		return compareOperands(x.Op, a, b, okA, okB, x.Y)
	}
	return false
}

func (w *walker) operand(o Operand, item asl.Value) (asl.Value, bool) {
	if o.Path == nil {
		return scalarValue(o.Value), true
	}
	v, err := evalPath(o.Path, w.env, item)
	return v, err == nil
}

// compareOperands applies an operator; okA and okB tell whether the operands
// are there at all.
func compareOperands(op string, a, b asl.Value, okA, okB bool, right Operand) bool {
	switch op {
	case "==", "=":
		return okA == okB && (!okA || asl.Equal(a, b))
	case "!=":
		return okA != okB || okA && !asl.Equal(a, b)
	}
	if !okA || !okB {
		return false
	}
	switch op {
	case "<", "<=", ">", ">=":
		return ordered(op, a, b)
	case "=~":
		s, ok := a.(asl.String)
		r, isRegex := right.Value.(Regex)
		return ok && isRegex && matchRegex(r, string(s))
	case "in":
		return contains(b, a)
	case "nin":
		return !contains(b, a)
	case "contains":
		if s, ok := a.(asl.String); ok {
			t, ok := b.(asl.String)
			return ok && strings.Contains(string(s), string(t))
		}
		return contains(a, b)
	case "subsetof":
		return count(a, b) == length(a) && isList(a) && isList(b)
	case "anyof":
		return count(a, b) > 0
	case "noneof":
		return isList(a) && isList(b) && count(a, b) == 0
	case "size":
		n, err := strconv.Atoi(text(b))
		return err == nil && length(a) == n
	case "empty":
		return (length(a) == 0) == (b == asl.Bool(true))
	}
	return false
}

func ordered(op string, a, b asl.Value) bool {
	var c int
	switch x := a.(type) {
	case asl.Number:
		y, ok := b.(asl.Number)
		if !ok {
			return false
		}
		d := float(x) - float(y)
		switch {
		case d < 0:
			c = -1
		case d > 0:
			c = 1
		case math.IsNaN(d):
			return false
		}
	case asl.String:
		y, ok := b.(asl.String)
		if !ok {
			return false
		}
		c = strings.Compare(string(x), string(y))
	default:
		return false
	}
	switch op {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	}
	return c >= 0
}

func matchRegex(r Regex, s string) bool {
	flags := ""
	for _, f := range r.Flags {
		if strings.ContainsRune("ims", f) {
			flags += string(f)
		}
	}
	pattern := "^(?:" + r.Pattern + ")$"
	if flags != "" {
		pattern = "(?" + flags + ")" + pattern
	}
	re, err := regexp.Compile(pattern)
	return err == nil && re.MatchString(s)
}

func isList(v asl.Value) bool { _, ok := v.(asl.Array); return ok }

func contains(list, v asl.Value) bool {
	items, _ := list.(asl.Array)
	for _, item := range items {
		if asl.Equal(item, v) {
			return true
		}
	}
	return false
}

// count is how many items of a are in b.
func count(a, b asl.Value) int {
	n := 0
	items, _ := a.(asl.Array)
	for _, item := range items {
		if contains(b, item) {
			n++
		}
	}
	return n
}

// length is that of an array, an object or a string, or -1.
func length(v asl.Value) int {
	switch x := v.(type) {
	case asl.Array:
		return len(x)
	case asl.Object:
		return len(x)
	case asl.String:
		return utf8.RuneCountInString(string(x))
	default:
		return -1
	}
}

// measure applies a function at the end of a path.
func measure(name string, v asl.Value) (asl.Value, bool) {
	switch name {
	case "length", "size":
		n := length(v)
		return asl.Number(strconv.Itoa(n)), n >= 0
	case "keys":
		o, ok := v.(asl.Object)
		list := make(asl.Array, len(o))
		for i, m := range o {
			list[i] = asl.String(m.Key)
		}
		return list, ok
	case "first", "last":
		list, _ := v.(asl.Array)
		if len(list) == 0 {
			return nil, false
		}
		if name == "first" {
			return list[0], true
		}
		return list[len(list)-1], true
	}
	return aggregate(name, v)
}

// aggregate is a number of the numbers of an array.
func aggregate(name string, v asl.Value) (asl.Value, bool) {
	list, _ := v.(asl.Array)
	var sum, squares float64
	least, most := math.Inf(1), math.Inf(-1)
	n := 0.0
	for _, item := range list {
		if x, ok := item.(asl.Number); ok {
			f := float(x)
			n++
			sum += f
			squares += f * f
			least, most = min(least, f), max(most, f)
		}
	}
	if n == 0 {
		return nil, false
	}
	var f float64
	switch name {
	case "sum":
		f = sum
	case "min":
		f = least
	case "max":
		f = most
	case "avg":
		f = sum / n
	case "stddev":
		f = math.Sqrt(max(0, squares/n-sum*sum/n/n))
	}
	v, err := inRange(f)
	return v, err == nil
}

func float(n asl.Number) float64 {
	f, _ := strconv.ParseFloat(string(n), 64)
	return f
}

// number writes f as JSON; whole numbers have no point.
func number(f float64) asl.Number {
	if f == math.Trunc(f) && math.Abs(f) < 1e18 {
		return asl.Number(strconv.FormatInt(int64(f), 10))
	}
	return asl.Number(strconv.FormatFloat(f, 'g', -1, 64))
}
