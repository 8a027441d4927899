package dsl_test

import (
	"strings"
	"testing"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// Who wins, lowest first: default, --env, --var-file, PIPECTL_VAR_name, --var.
func TestVariablePrecedence(t *testing.T) {
	files := map[string]string{
		"main.pipe.hcl":          "variable \"v\" { default = \"default\" }\npipeline \"p\" { output = var.v }\n",
		"env/prod.pipevars.hcl":  "v = \"env\"\n",
		"env/empty.pipevars.hcl": "\n",
	}
	file := dsl.VarFile{Name: "f.pipevars.hcl", Text: []byte("v = \"file\"\n")}
	later := dsl.VarFile{Name: "g.pipevars.hcl", Text: []byte("v = \"later file\"\n")}
	environ := map[string]string{"v": "environment", "of_others": "x"}
	arg := dsl.VarArg{Name: "v", Value: "argument"}
	last := dsl.VarArg{Name: "v", Value: "last argument"}
	tests := []struct {
		opts dsl.Options
		want string
	}{
		{dsl.Options{}, `"default"`},
		{dsl.Options{Env: "empty"}, `"default"`},
		{dsl.Options{Env: "prod"}, `"env"`},
		{dsl.Options{Env: "prod", VarFiles: []dsl.VarFile{file}}, `"file"`},
		{dsl.Options{VarFiles: []dsl.VarFile{file, later}}, `"later file"`},
		{dsl.Options{VarFiles: []dsl.VarFile{file}, Environ: environ}, `"environment"`},
		{dsl.Options{Env: "prod", VarFiles: []dsl.VarFile{file}, Environ: environ, Vars: []dsl.VarArg{arg}}, `"argument"`},
		{dsl.Options{Vars: []dsl.VarArg{arg, last}}, `"last argument"`},
	}
	for _, tt := range tests {
		p := pipelineOf(t, files, tt.opts)
		if got := text(p.Body.Output); got != tt.want {
			t.Errorf("%+v gives %s, want %s", tt.opts, got, tt.want)
		}
	}
}

// On the command line a string is taken as it is, other types as HCL.
func TestVariableText(t *testing.T) {
	tests := []struct{ typ, text, want string }{
		{"string", "5", `"5"`},
		{"string", "a b", `"a b"`},
		{"string", `"quoted"`, `"\"quoted\""`},
		{"string", "${x}", `"${x}"`},
		{"string", "", `""`},
		{"number", "5", "5"},
		{"number", `"5"`, "5"},
		{"bool", "true", "true"},
		{"list(string)", `["a", "b"]`, `["a" "b"]`},
		{"map(number)", `{ a = 1 }`, `{a=1}`},
		{"object({ a = string, b = optional(number, 2) })", `{ a = "x" }`, `{a="x" b=2}`},
		{"set(string)", `["b", "a", "b"]`, `["a" "b"]`},
		{"any", "5", "5"},
		{"any", "not hcl at all", `"not hcl at all"`},
		{"any", "null", "null"},
		{"any", "acme-lake", `"acme-lake"`},
		{"any", `upper("a")`, `"A"`},
		{"any", `["a", 1]`, `["a" 1]`},
	}
	for _, tt := range tests {
		src := "variable \"v\" { type = " + tt.typ + " }\npipeline \"p\" { output = var.v }\n"
		p := pipelineOf(t, map[string]string{"a.pipe.hcl": src}, dsl.Options{Vars: []dsl.VarArg{{Name: "v", Value: tt.text}}})
		if got := text(p.Body.Output); got != tt.want {
			t.Errorf("%s %q is %s, want %s", tt.typ, tt.text, got, tt.want)
		}
	}
}

// Each wrong value is one error that says which variable, and from where.
func TestWrongValues(t *testing.T) {
	const src = `variable "n" {
  type    = number
  default = 1
  validation {
    condition     = var.n < 10
    error_message = "n must be less than 10."
  }
}
pipeline "p" { output = var.n }
`
	file := func(text string) dsl.Options {
		return dsl.Options{VarFiles: []dsl.VarFile{{Name: "f.pipevars.hcl", Text: []byte(text)}}}
	}
	arg := func(name, value string) dsl.Options {
		return dsl.Options{Vars: []dsl.VarArg{{Name: name, Value: value}}}
	}
	tests := []struct {
		name   string
		opts   dsl.Options
		file   string
		code   diag.Code
		detail string
	}{
		{"of another type", arg("n", `"many"`), "--var n", diag.InvalidVariableValue, `The variable "n" is of type number, and this value does not fit: a number is required.`},
		{"no HCL", arg("n", "[1"), "--var n", diag.Unclosed, ""},
		{"no UTF-8", arg("n", "\xff"), "--var n", diag.NotUTF8, `Byte 0 of "--var n" is no UTF-8. Save the file as UTF-8.`},
		{"refused", arg("n", "10"), "--var n", diag.FailedValidation, `The value of the variable "n" is refused: n must be less than 10.`},
		{"undeclared", arg("m", "10"), "--var m", diag.UndeclaredValue, `--var m gives a value to "m", and no variable of that name is declared. Declared are "n".`},
		{"undeclared in a file", file("nn = 1\n"), "f.pipevars.hcl", diag.UndeclaredValue, `f.pipevars.hcl gives a value to "nn", and no variable of that name is declared. Did you mean "n"?`},
		{"a block in a file", file("variable \"n\" {}\n"), "f.pipevars.hcl", diag.UnknownBlock, `A file of values holds lines name = value and no blocks; "variable" belongs into a *.pipe.hcl file.`},
		{"a value that is not known", file("n = input.x\n"), "f.pipevars.hcl", diag.NotKnownHere, ""},
		{"a file of errors", file("n = \n"), "f.pipevars.hcl", diag.InvalidSyntax, ""},
		{"no such environment", dsl.Options{Env: "prod"}, "env/prod.pipevars.hcl", diag.UnreadableFile, `"env/prod.pipevars.hcl" cannot be read: file does not exist.`},
		{"environment of another type", dsl.Options{Environ: map[string]string{"n": "x y"}}, "PIPECTL_VAR_n", diag.InvalidSyntax, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, diags := loadFiles(map[string]string{"a.pipe.hcl": src}, tt.opts)
			if len(diags) != 1 {
				t.Fatalf("got %v", diags)
			}
			d := diags[0]
			code := diag.Of(d)
			if code == nil || code.Code != tt.code || d.Subject.Filename != tt.file || tt.detail != "" && d.Detail != tt.detail {
				t.Errorf("got %v (%+v)", diags, code)
			}
			if strings.Contains(d.Detail, "cty") {
				t.Errorf("it speaks of our types: %s", d.Detail)
			}
		})
	}
}

// required_version takes the constraints that Terraform does.
func TestRequiredVersion(t *testing.T) {
	tests := []struct {
		constraint string
		code       diag.Code // of the error; "" where it holds
	}{
		{"", diag.RequiredVersion},
		{dsl.Version, ""},
		{"= " + dsl.Version, ""},
		{"=" + dsl.Version, ""},
		{">= 0.1", ""},
		{">= 0.1.0", ""},
		{"> 0.1.0", diag.RequiredVersion},
		{"> 0.0.9", ""},
		{"< 0.1", diag.RequiredVersion},
		{"<= 0.1", ""},
		{"< 1", ""},
		{"!= 0.1.0", diag.RequiredVersion},
		{"!= 0.2", ""},
		{"~> 0.1", ""},
		{"~> 0.1.0", ""},
		{"~> 0.0.9", diag.RequiredVersion},
		{"~> 1", diag.RequiredVersion},
		{"~> 0.2", diag.RequiredVersion},
		{">= 0.1, < 2.0", ""},
		{">= 0.1, < 0.1.0", diag.RequiredVersion},
		{"0.1.0.0", diag.RequiredVersion},
		{">= x", diag.RequiredVersion},
		{">= 1.x", diag.RequiredVersion},
		{"=> 0.1", diag.RequiredVersion},
		{">= 0.1,", diag.RequiredVersion},
	}
	for _, tt := range tests {
		_, diags := load("pipectl { required_version = \"" + tt.constraint + "\" }\n")
		if tt.code == "" && len(diags) > 0 || tt.code != "" && (len(diags) != 1 || diag.Of(diags[0]).Code != tt.code) {
			t.Errorf("%q: %v, want %q", tt.constraint, diags, tt.code)
		}
	}
}

// A project may say its name, once.
func TestProjectName(t *testing.T) {
	long := strings.Repeat("a", 64)
	tests := []struct {
		src, name string
		code      diag.Code
	}{
		{``, "", ""},
		{`pipectl {}`, "", ""},
		{`pipectl { project = "shop" }`, "shop", ""},
		{`pipectl { project = "acme.Shop-2_b" }`, "acme.Shop-2_b", ""},
		{`pipectl { project = "` + long + `" }`, long, ""},
		{`pipectl { project = "a` + long + `" }`, "", diag.InvalidName},
		{`pipectl { project = "" }`, "", diag.InvalidName},
		{`pipectl { project = "a b" }`, "", diag.InvalidName},
		{`pipectl { project = "shop/" }`, "", diag.InvalidName},
		{"pipectl { project = \"a\" }\npipectl { project = \"a\" }", "a", ""},
		{"pipectl { project = \"a\" }\npipectl { project = \"b\" }", "a", diag.DuplicateName},
	}
	for _, tt := range tests {
		p, diags := load(tt.src + "\n")
		if tt.code == "" && len(diags) > 0 || tt.code != "" && (len(diags) != 1 || diag.Of(diags[0]).Code != tt.code) {
			t.Errorf("%s: %v, want %q", tt.src, diags, tt.code)
		}
		if p.Name != tt.name {
			t.Errorf("%s: the name is %q, want %q", tt.src, p.Name, tt.name)
		}
	}
}
