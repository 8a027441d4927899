package expr_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/pipectl/pipectl/dsl/expr"
)

// TestFunctionValues computes calls with constant arguments: of functions that
// are ours, not HCL's, every way through them.
func TestFunctionValues(t *testing.T) {
	tests := []struct{ src, want string }{
		{`alltrue([])`, `true`},
		{`alltrue([true, "true"])`, `true`},
		{`alltrue([true, null])`, `false`},
		{`anytrue([])`, `false`},
		{`anytrue([false, null, true])`, `true`},
		{`anytrue([false, null])`, `false`},
		{`base64decode("w6k=")`, `"é"`},
		{`base64encode("é")`, `"w6k="`},
		{`base64gzip("")`, `"H4sIAAAAAAAA/wEAAP//AAAAAAAAAAA="`},
		{`base64sha256("a")`, `"ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="`},
		{`basename("")`, `"."`},
		{`basename("a/b/")`, `"b"`},
		{`cidrhost("10.0.0.0/30", -1)`, `"10.0.0.3"`},
		{`cidrhost("fd00::/64", 258)`, `"fd00::102"`},
		{`cidrnetmask("10.0.0.0/12")`, `"255.240.0.0"`},
		{`cidrnetmask("0.0.0.0/0")`, `"0.0.0.0"`},
		{`cidrsubnet("10.1.2.3/16", 8, 2)`, `"10.1.2.0/24"`},
		{`cidrsubnet("fd00::/48", 16, 3)`, `"fd00:0:0:3::/64"`},
		{`cidrsubnets("10.0.0.0/16", 4, 4, 8, 4)`, `["10.0.0.0/20","10.0.16.0/20","10.0.32.0/24","10.0.48.0/20"]`},
		{`cidrsubnets("10.0.0.0/16")`, `[]`},
		{`coalesce(null, "", "a", "b")`, `"a"`},
		{`coalesce(null, 5, "b")`, `"5"`},
		{`coalesce(null, [1])`, `[1]`},
		{`dirname("a")`, `"."`},
		{`endswith("abc", "bc")`, `true`},
		{`index(["a", 1, true], 1)`, `1`},
		{`index(["1"], "1")`, `0`},
		{`jsondecode("{\"a\": [1, null]}").a`, `[1,null]`},
		{`length("é日")`, `2`},
		{`length({ a = 1 })`, `1`},
		{`length(toset(["a", "a"]))`, `1`},
		{`length(null)`, ``},
		{`lookup({ a = 1 }, "a")`, `1`},
		{`lookup({ a = 1 }, "b", "x")`, `"x"`},
		{`lookup(tomap({ a = 1 }), "b", "5")`, `5`},
		{`lookup(tomap({ a = 1 }), "a", 5)`, `1`},
		{`lookup(tomap({ a = 1 }), "b")`, ``},
		{`matchkeys(["a", "b", "c"], ["x", "y", "x"], ["x"])`, `["a","c"]`},
		{`matchkeys(["a"], ["x"], ["z"])`, `[]`},
		{`md5("")`, `"d41d8cd98f00b204e9800998ecf8427e"`},
		{`one([])`, `null`},
		{`one(toset(["a"]))`, `"a"`},
		{`one(tolist(["a"]))`, `"a"`},
		{`one(tolist(["a", "b"]))`, ``},
		{`replace("a.b.c", ".", "-")`, `"a-b-c"`},
		{`replace("abc", "", "-")`, `"-a-b-c-"`},
		{`replace("a1b22", "/[0-9]+/", "($0)")`, `"a(1)b(22)"`},
		{`replace("a/b", "/", "_")`, `"a_b"`},
		{`sha1("a")`, `"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"`},
		{`startswith("abc", "b")`, `false`},
		{`strcontains("abc", "b")`, `true`},
		{`sum(["1", 2.5])`, `3.5`},
		{`sum(toset([1, 2]))`, `3`},
		{`textdecodebase64("6Q==", "iso-8859-1")`, `"é"`},
		{`textdecodebase64("YWI=", "US-ASCII")`, `"ab"`},
		{`textdecodebase64("AGE=", "UTF-16BE")`, `"a"`},
		{`textdecodebase64("YQA=", "UTF-16LE")`, `"a"`},
		{`textencodebase64("é", "ISO-8859-1")`, `"6Q=="`},
		{`textencodebase64("a", "UTF-16BE")`, `"AGE="`},
		{`textencodebase64("a", "UTF-16LE")`, `"YQA="`},
		{`textencodebase64("é", "UTF-8")`, `"w6k="`},
		{`timecmp("2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00")`, `0`},
		{`timecmp("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z")`, `-1`},
		{`transpose({ a = ["x", "y"], b = ["x"] })`, `{"x":["a","b"],"y":["a"]}`},
		{`transpose({})`, `{}`},
		{`urlencode("a b/é+")`, `"a+b%2F%C3%A9%2B"`},
		{`uuidv5("dns", "www.example.com")`, `"2ed6657d-e927-568b-95e1-2665a8aea6a2"`},
		{`uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")`, `"2ed6657d-e927-568b-95e1-2665a8aea6a2"`},
		{`file("a.txt")`, `"héllo\n"`},
		{`fileexists("none.txt")`, `false`},
		{`fileexists("a.txt")`, `true`},
		{`filemd5("a.txt")`, `"1082e4bdaee22cfa4057c4f6a5e4c3da"`},
		{`templatefile("a.tpl", { name = "x", xs = ["1", "2"] })`, `"Hi X 1 2"`},
		{`length(fileexists("secret") ? "a" : "b")`, ``},
		{`file("latin1.txt")`, ``},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			e, diags := bind(t, tt.src, cty.DynamicPseudoType)
			if tt.want == "" {
				if !diags.HasErrors() {
					t.Errorf("%s = %s, want an error", tt.src, show(e))
				}
				return
			}
			if diags.HasErrors() {
				t.Fatalf("%s: %s", tt.src, messages(diags))
			}
			if diff := cmp.Diff(tt.want, constantJSON(t, e)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.src, diff)
			}
		})
	}
}

// constantJSON is the value of an expression that is known.
func constantJSON(t *testing.T, e expr.Expr) string {
	t.Helper()
	v, ok := expr.Static(e)
	if !ok {
		t.Fatalf("%s is not known", show(e))
	}
	j, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		t.Fatal(err)
	}
	return string(j)
}

// TestUnknownArguments: the type of a call is known before its arguments are.
func TestUnknownArguments(t *testing.T) {
	tests := []struct{ src, typ string }{
		{`alltrue([input.b, true])`, "bool"},
		{`anytrue([input.b])`, "bool"},
		{`coalesce(input.null, 1)`, "string"},
		{`coalesce(input.any, 1)`, "dynamic"},
		{`index(input.list, "a")`, "number"},
		{`index([input.s], "a")`, "number"},
		{`length([input.s])`, "number"},
		{`length(input.any)`, "number"},
		{`lookup(input.obj, input.s, 1)`, "dynamic"},
		{`lookup(input.obj, "zzz", 1)`, "number"},
		{`one(input.nums)`, "number"},
		{`one([input.s])`, "string"},
		{`one(input.set)`, "string"},
		{`sum([input.n, 1])`, "number"},
		{`sum(input.any)`, "dynamic"},
		{`keys(input.map)`, "list of string"},
		{`values(input.map)`, "list of string"},
		{`merge(input.obj, { b = 1 })`, "object"},
		{`zipmap(["a"], [input.s])`, "object"},
		{`tolist(input.any)`, "list of dynamic"},
		{`tomap(input.obj)`, "map of string"},
		{`toset(input.list)`, "set of string"},
		{`setunion(input.set, input.list)`, "set of string"},
		{`concat(input.list, input.list)`, "list of string"},
		{`concat(input.nums, input.list)`, "list of string"},
		{`min(input.n, input.s)`, "number"},
		{`jsondecode(input.s)`, "dynamic"},
		{`regexall("a", input.s)`, "list of string"},
		{`split(",", input.s)`, "list of string"},
		{`chunklist(input.list, 2)`, "list of list of string"},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			e, diags := bind(t, tt.src, cty.DynamicPseudoType)
			if diags.HasErrors() {
				t.Fatalf("%s: %s", tt.src, messages(diags))
			}
			if got := e.Type().FriendlyName(); got != tt.typ {
				t.Errorf("%s has type %s, want %s", tt.src, got, tt.typ)
			}
		})
	}
}

// TestCatalogFunctions binds what only the catalog may say.
func TestCatalogFunctions(t *testing.T) {
	catalog := *scope
	catalog.Catalog = true
	tests := []struct{ src, want string }{
		{
			`dynamo_map({ a = "x", b = 1.5, c = true, d = null, e = ["y"], f = { g = tomap({ h = 1 }) } })`,
			`{"a":{"S":"x"},"b":{"N":"1.5"},"c":{"BOOL":true},"d":{"NULL":true},"e":{"L":[{"S":"y"}]},"f":{"M":{"g":{"M":{"h":{"N":"1"}}}}}}`,
		},
		{`dynamo_map(null)`, `null`},
		{`dynamo_map({})`, `{}`},
		{
			`undynamo_map({ a = { S = "x" }, b = { N = "1.5" }, c = { BOOL = true }, d = { NULL = true }, e = { L = [{ S = "y" }] },
			f = { M = { g = { SS = ["a"] } } }, h = { NS = ["1", "2"] }, i = { B = "YQ==" }, j = { BS = ["YQ=="] } })`,
			`{"a":"x","b":1.5,"c":true,"d":null,"e":["y"],"f":{"g":["a"]},"h":[1,2],"i":"YQ==","j":["YQ=="]}`,
		},
		{`undynamo_map(null)`, `null`},
		{`true ? 1 : { a = nosuch(1) }`, `1`},
		{`false ? nosuch(1) : [2]`, `[2]`},

		{
			`dynamo_map({ a = input.s, b = input.n, c = input.b, d = input.null, (input.s) = input.any, e = [input.s, 1], f = { g = input.s, h = input.list } })`,
			`{StringVal("a"): {StringVal("S"): input.s}, StringVal("b"): {StringVal("N"): to<string>(input.n)}, ` +
				`StringVal("c"): {StringVal("BOOL"): input.b}, StringVal("d"): dynamo_value(input.null), input.s: dynamo_value(input.any), ` +
				`StringVal("e"): {StringVal("L"): [{StringVal("S"): input.s}, ObjectVal(map[string]Value{"N":StringVal("1")})]}, ` +
				`StringVal("f"): {StringVal("M"): {StringVal("g"): {StringVal("S"): input.s}, StringVal("h"): dynamo_value(input.list)}}}`,
		},
		{`dynamo_map(input.any)`, `dynamo_map(input.any)`},
		{`undynamo_map(input.any)`, `undynamo_map(input.any)`},

		{`dynamo_map(1)`, `11-12 PC0130 An object is required, not a number.`},
		{`dynamo_map(input.s)`, `11-18 PC0130 An object is required here, not a string.`},
		{`dynamo_map({ a = nosuch(1) })`, `17-23 PC0129 There is no function named "nosuch".`},
		{`undynamo_map([])`, `13-15 PC0130 An object is required, not a list.`},
		{`undynamo_map({ a = "x" })`, `13-24 PC0130 In "a": this is no attribute value.`},
		{`undynamo_map({ a = { X = "x" } })`, `13-32 PC0130 In "a": this is no attribute value.`},
		{`undynamo_map({ a = { L = "x" } })`, `13-32 PC0130 In "a": this is no attribute value.`},
		{`undynamo_map({ a = { L = ["x"] } })`, `13-34 PC0130 In "a": this is no attribute value.`},
		{`undynamo_map({ a = { M = "x" } })`, `13-32 PC0130 In "a": an object is required, not a string.`},
		{`undynamo_map({ a = { N = "x" } })`, `13-32 PC0130 In "a": a number is required.`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			n, diags := hclsyntax.ParseExpression([]byte(tt.src), "x.hcl", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			e, diags := expr.Bind(n, &catalog, cty.DynamicPseudoType)
			got := messages(diags)
			if !diags.HasErrors() {
				if _, ok := expr.Static(e); ok {
					got = constantJSON(t, e)
				} else {
					got = show(e)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.src, diff)
			}
		})
	}
}
