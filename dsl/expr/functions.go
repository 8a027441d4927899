package expr

import (
	"cmp"
	"slices"

	"github.com/zclconf/go-cty/cty/function"
)

// Functions are all functions that expressions may call, by name. A new one is
// a row in the file of its subject and, unless it is there at compile time
// only, its JSONata form in compiler/query.
var Functions = slices.SortedFunc(slices.Values(slices.Concat(
	stringFunctions,
	patternFunctions,
	formatFunctions,
	collectionFunctions,
	setFunctions,
	numberFunctions,
	conversionFunctions,
	encodingFunctions,
	hashFunctions,
	timeFunctions,
	networkFunctions,
	fileFunctions,
	specialFunctions,
)), func(a, b *Func) int { return cmp.Compare(a.Name, b.Name) })

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
	"type":            "the types of values are checked when the pipeline is compiled.",
	"fileset":         "list the files that the pipeline needs.",
	"yamldecode":      "keep the file as JSON and use jsondecode.",
	"yamlencode":      "JSON is valid YAML, so jsonencode does.",
	"convert":         "tostring, tonumber, tobool, tolist, toset and tomap convert.",
}

// Implementation is what computes the function at compile time. False for the
// functions that take more than values: try, can, jsonata, and those that read
// files.
func (f *Func) Implementation() (function.Function, bool) {
	return f.impl, f.special == noSpecial && f.files == nil
}
