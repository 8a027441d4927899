package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/compiler/query"
	"github.com/pipectl/pipectl/dsl/diag"
)

// TestRefusals shows what has no exact translation, where that is told, and
// what to do instead.
func TestRefusals(t *testing.T) {
	tests := []struct{ src, want string }{
		{`replace(input.s, "", "-")`, `17-19 PC0132 At run time nothing can be put between all characters: the text to replace must not be empty.`},
		{`replace(input.s, "/a*/", "-")`, `17-23 PC0132 The pattern "a*" cannot be used at run time: it matches the empty string, which JSONata refuses.`},
		{`replace(input.s, "/a/", input.s)`, `24-31 PC0132 With a pattern, the replacement has to be known at compile time: $1 in it has a meaning.`},
		{`replace(input.s, "/(a)/", "$${1}2")`, `26-34 PC0132 This replacement cannot be used at run time: a digit after a group would be read as part of its number.`},
		{`regex("a*", input.s)`, `6-10 PC0132 The pattern "a*" cannot be used at run time: it matches the empty string, which JSONata refuses.`},
		{`regex(input.s, "a")`, `6-13 PC0132 At run time the pattern has to be a constant. startswith, endswith and strcontains take any text.`},
		{`regex("(a)|b", input.s)`, `6-13 PC0132 At run time every group of a pattern has to be in every match. (?:...) groups without giving the text.`},
		{`regex("(a)?b", input.s)`, `6-13 PC0132 At run time every group of a pattern has to be in every match. (?:...) groups without giving the text.`},
		{`regex("(a){0,2}b", input.s)`, `6-17 PC0132 At run time every group of a pattern has to be in every match. (?:...) groups without giving the text.`},
		{`regex("(?P<x>a)", input.s)`, `6-16 PC0132 The pattern "(?P<x>a)" cannot be used at run time: JSONata has neither named groups nor flags inside of a pattern.`},
		{`regex("a(?i)b", input.s)`, `6-14 PC0132 The pattern "a(?i)b" cannot be used at run time: JSONata has neither named groups nor flags inside of a pattern.`},
		{`regex("\\Aa", input.s)`, `6-12 PC0132 The pattern "\\Aa" cannot be used at run time: \A means something else in JSONata.`},
		{`regex("\\pL", input.s)`, `6-12 PC0132 The pattern "\\pL" cannot be used at run time: \p means something else in JSONata.`},
		{`regex("[[:alpha:]]", input.s)`, `6-19 PC0132 The pattern "[[:alpha:]]" cannot be used at run time: JSONata has no classes such as [:alpha:].`},
		{`regex("é", input.s)`, `6-10 PC0132 The pattern "é" cannot be used at run time: at run time only ASCII can be counted on in patterns.`},
		{`regex("\\x41", input.s)`, `6-13 PC0132 The pattern "\\x41" cannot be used at run time: \x means something else in JSONata.`},
		{`regexall("(a)|b", input.s)`, `9-16 PC0132 At run time every group of a pattern has to be in every match. (?:...) groups without giving the text.`},
		{`can(regex("a*", input.s))`, `10-14 PC0132 The pattern "a*" cannot be used at run time: it matches the empty string, which JSONata refuses.`},
		{`split("", input.s)`, `6-8 PC0132 At run time a string cannot be split into its characters. substr(...) takes one of them.`},
		{`trim(input.s, input.s)`, `14-21 PC0132 The characters that trim takes away have to be known at compile time. trimprefix and trimsuffix take any text.`},
		{`indent(input.n, "a")`, `7-14 PC0132 The number of spaces of indent has to be a whole number known at compile time.`},
		{`indent(-1, input.s)`, `7-9 PC0132 The number of spaces of indent has to be a whole number known at compile time.`},
		{`format(input.s, 1)`, `7-14 PC0132 At run time the specification of format has to be a constant, and its values arguments of their own. A template, "${a}-${b}", puts any values together.`},
		{`format("%v", input.n)`, `13-20 PC0132 %v has a form at run time for what is known to be a string or a bool. %s writes numbers as templates do.`},
		{`format("%e", input.n)`, `7-11 PC0132 "%e" has no JSONata form; there are %s, %d, %x, %q, %t and %f.`},
		{`format("%+d", input.n)`, `7-12 PC0132 "%+d" has flags, which have no JSONata form.`},
		{`format("%.3s", input.s)`, `7-13 PC0132 "%.3s" has a precision, which only %f has at run time.`},
		{`format("%d", input.any...)`, `7-11 PC0132 At run time the specification of format has to be a constant, and its values arguments of their own. A template, "${a}-${b}", puts any values together.`},
		{`format("%s %s", input.s)`, `7-14 PC0132 The specification takes 2 values, and there are 1.`},
		{`format("%s", input.s, input.s)`, `7-11 PC0132 The specification takes 1 values, and there are 2.`},
		{`format("%5q", input.s)`, `7-12 PC0132 "%5q" has a width, which has no JSONata form there.`},
		{`format("%[0]s", input.s)`, `7-14 PC0132 "%[0]s" names no argument.`},
		{`format("%y", input.s)`, `7-11 PC0132 "%y" has no JSONata form; there are %s, %d, %x, %q, %t and %f.`},
		{`formatlist("%s", input.any)`, `17-26 PC0132 At run time formatlist has to know which of its values are lists. A for expression with format(...) does the same.`},
		{`formatlist("%s%s", input.list, input.list)`, `0-42 PC0132 At run time formatlist goes through one list. A for expression with format(...) goes through several.`},
		{`formatlist("%s", input.s)`, `0-25 PC0132 At run time formatlist goes through one list. A for expression with format(...) goes through several.`},
		{`formatdate(input.s, input.d)`, `11-18 PC0132 At run time the specification of formatdate has to be a constant.`},
		{`formatdate("yyyy", input.d)`, `11-17 PC0132 This is no specification of formatdate: invalid date format verb "yyyy".`},
		{`timeadd(input.d, input.s)`, `17-24 PC0132 At run time the duration of timeadd has to be a constant.`},
		{`timeadd(input.d, "1x")`, `17-21 PC0132 "1x" is no duration such as "90m".`},
		{`timeadd(input.d, "1us")`, `17-22 PC0132 At run time times are counted in milliseconds.`},
		{`parseint(input.s, 16)`, `18-20 PC0132 At run time parseint knows the constant base 10 only.`},
		{`parseint(input.s, input.n)`, `18-25 PC0132 At run time parseint knows the constant base 10 only.`},
		{`join(",", input.lists...)`, `0-25 PC0132 join takes its lists one by one at run time. flatten(...) makes one of them.`},
		{`concat(input.list, input.lists...)`, `0-34 PC0132 At run time concat takes either lists or one list of lists with "...".`},
		{`merge(input.map, input.any...)`, `0-30 PC0132 At run time merge takes either maps or one list of maps with "...".`},
		{`lookup(input.map, input.list...)`, `0-32 PC0132 At run time lookup takes its arguments one by one.`},
		{`coalescelist(input.lists...)`, `0-28 PC0132 At run time coalescelist takes its lists one by one.`},
		{`range(input.nums...)`, `0-20 PC0132 At run time range takes its arguments one by one.`},
		{`toset(input.lists)`, `6-17 PC0132 At run time sets are of strings or numbers. distinct(...) gives each element of a list once.`},
		{`toset([true, input.b])`, `6-21 PC0132 At run time sets are of strings or numbers. distinct(...) gives each element of a list once.`},
		{`setunion(input.lists, [[1]])`, `0-28 PC0132 At run time sets are of strings or numbers, and each is an argument of its own. distinct(...) gives each element of any list once.`},
		{`try([for x in input.any : x], [])`, `4-28 PC0132 Inside try and can, only paths, indices, conversions and some functions may fail at run time. Put try around what the for expression goes through, or inside of it: [for x in try(input.a, []) : try(x.b, null)].`},
		{`try({ for x in input.list : x => 1 }, {})`, `4-36 PC0132 Inside try and can, only paths, indices, conversions and some functions may fail at run time. Put try around what the for expression goes through, or inside of it: [for x in try(input.a, []) : try(x.b, null)].`},
		{`try(format("%d", input.n), "x")`, `4-25 PC0132 Inside try and can, only paths, indices, conversions and some functions may fail at run time. Put try around the arguments of the function.`},
		{`try(timecmp(input.d, input.s), 0)`, `4-29 PC0132 Inside try and can, only paths, indices, conversions and some functions may fail at run time. Put try around the arguments of the function.`},
		{`try(jsondecode(input.s), {})`, `4-23 PC0132 Inside try and can, only paths, indices, conversions and some functions may fail at run time. Put try around the arguments of the function.`},
		{`try(lookup(input.any.x, "a", 1), 1)`, `4-31 PC0132 Inside try and can, the map and the key of lookup must not fail at run time. Put try around them.`},
		{`jsonata("$x :=")`, `0-16 PC0132 The text is no JSONata: S0207: unexpected end of the expression.`},
		{`{ a = jsonata("(") }`, `6-18 PC0132 The text is no JSONata: S0207: unexpected end of the expression.`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			_, diags := query.Value(bind(t, tt.src, cty.DynamicPseudoType), query.Env{Ref: ref})
			if got := messages(diags); got != tt.want {
				t.Errorf("Value(%s):\n     %s\nwant %s", tt.src, got, tt.want)
			}
		})
	}
}

func messages(diags hcl.Diagnostics) string {
	var s []string
	for _, d := range diags {
		s = append(s, fmt.Sprintf("%d-%d %s %s", d.Subject.Start.Byte, d.Subject.End.Byte, diag.Of(d).Code, d.Detail))
	}
	return strings.Join(s, "\n")
}
