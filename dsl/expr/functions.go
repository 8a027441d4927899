package expr

import (
	"cmp"
	"slices"

	"github.com/zclconf/go-cty/cty/function"
)

// A Subject is a part of the table of functions, as the documentation divides
// it.
type Subject struct {
	Name      string
	Functions []*Func
}

// Subjects are all functions that expressions may call. A new one is a row in
// the file of its subject and, unless it is there at compile time only, its
// JSONata form in compiler/query.
var Subjects = []Subject{
	{"Strings", stringFunctions},
	{"Regular expressions", patternFunctions},
	{"Formats", formatFunctions},
	{"Lists, maps and objects", collectionFunctions},
	{"Sets", setFunctions},
	{"Numbers", numberFunctions},
	{"Conversions", conversionFunctions},
	{"Encodings", encodingFunctions},
	{"Hashes", hashFunctions},
	{"Times", timeFunctions},
	{"Networks", networkFunctions},
	{"Files", fileFunctions},
	{"Errors and JSONata", specialFunctions},
}

// Functions are the same by name.
var Functions = func() []*Func {
	var all []*Func
	for _, s := range Subjects {
		all = append(all, s.Functions...)
	}
	slices.SortFunc(all, func(a, b *Func) int { return cmp.Compare(a.Name, b.Name) })
	return all
}()

// FuncNamed is the function of a name, or nil.
func FuncNamed(name string) *Func {
	i, ok := slices.BinarySearchFunc(Functions, name, func(f *Func, n string) int { return cmp.Compare(f.Name, n) })
	if !ok {
		return nil
	}
	return Functions[i]
}

func functionNames() []string {
	names := make([]string, len(Functions))
	for i, f := range Functions {
		names[i] = f.Name
	}
	return names
}

// implementations are the functions that a file read as a template may call.
func implementations() map[string]function.Function {
	fns := map[string]function.Function{}
	for _, f := range Functions {
		if f.special == noSpecial && f.files == nil && !f.impure {
			fns[f.Name] = f.impl
		}
	}
	return fns
}

// absent are functions of Terraform's that are not there, and why.
var absent = map[string]string{
	"abspath":         "what is compiled does not depend on where. Paths are relative to the project.",
	"bcrypt":          "it gives another value every time, and compiling the same source gives the same machine.",
	"ephemeralasnull": "there are no ephemeral values here.",
	"issensitive":     "no value is marked as sensitive here; secrets are read by the task that needs them.",
	"nonsensitive":    "no value is marked as sensitive here; secrets are read by the task that needs them.",
	"pathexpand":      "what is compiled does not depend on whose machine it is. Paths are relative to the project.",
	"plantimestamp":   "there is no plan. timestamp() is the time at which the execution evaluates it.",
	"rsadecrypt":      "a private key has no place in a pipeline; secrets are read by the task that needs them.",
	"sensitive":       "no value is marked as sensitive here; secrets are read by the task that needs them.",
	"templatestring":  "a template in the source does the same; templatefile reads one from a file.",
	"type":            "the types of values are checked when the pipeline is compiled.",
	"fileset":         "list the files that the pipeline needs.",
	"yamldecode":      "keep the file as JSON and use jsondecode.",
	"yamlencode":      "JSON is valid YAML, so jsonencode does.",
	"convert":         "tostring, tonumber, tobool, tolist, toset and tomap convert.",
}

// foreign are functions of other languages, and what does the same here.
var foreign = map[string]string{
	"append":    "concat joins lists: concat(list, [element]).",
	"today":     "The day of the execution is run.scheduled_date.",
	"date":      "The execution's times are run.start_time and run.scheduled_date; formatdate gives a time another form.",
	"filter":    "A part of a list is [for x in list : x if condition].",
	"float":     "tonumber makes a number of a value.",
	"fn":        "Functions are called by their name alone.",
	"fromjson":  "jsondecode reads JSON.",
	"getatt":    "What a task gives is task.NAME.output.",
	"getenv":    "The environment is not read. Declare a variable, and give its value by PIPECTL_VAR_name.",
	"env":       "The environment is not read. Declare a variable, and give its value by PIPECTL_VAR_name.",
	"has":       "contains says whether a list has an element.",
	"if":        "One of two values is condition ? value : other.",
	"includes":  "contains says whether a list has an element.",
	"int":       "tonumber makes a number of a value; floor and ceil make it whole.",
	"len":       "length counts the elements of a list or a map, and the characters of text.",
	"list":      "A list is written [a, b]; tolist makes one of a set.",
	"now":       "The execution's times are run.start_time, run.scheduled_time and run.scheduled_date; timestamp() is when it is evaluated.",
	"number":    "tonumber makes a number of a value.",
	"parsejson": "jsondecode reads JSON.",
	"ref":       "What a task gives is task.NAME.output.",
	"size":      "length counts the elements of a list or a map, and the characters of text.",
	"str":       "tostring makes text of a value.",
	"strftime":  "formatdate gives a time another form.",
	"string":    "tostring makes text of a value.",
	"stringify": "jsonencode makes JSON of a value.",
	"strip":     "trimspace takes the blanks from both ends of text.",
	"sub":       "Values stand in text as \"${value}\"; replace and substr change text.",
	"substring": "substr takes a part of text.",
	"tojson":    "jsonencode makes JSON of a value.",
	"unique":    "distinct leaves out what a list has twice.",
	"uuidv4":    "uuid() makes one when the execution evaluates it.",
}

// Implementation is what computes the function at compile time. False for the
// functions that take more than values: try, can, jsonata, and those that read
// files.
func (f *Func) Implementation() (function.Function, bool) {
	return f.impl, f.special == noSpecial && f.files == nil
}
