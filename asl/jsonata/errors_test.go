package jsonata

import (
	"errors"
	"testing"
)

func TestErrorTellsWhatIsWrong(t *testing.T) {
	tests := []struct{ src, want string }{
		{"1 +", `S0207: unexpected end of the expression`},
		{"(1", `S0203: expected ")" before the end of the expression`},
		{"[1}", `S0202: expected "]", got }`},
		{"$error('no such order')", "D3137: no such order"},
		{"$error('')", "D3137: $error() function evaluated"},
		{"$error()", "D3137: $error() function evaluated"},
		{"$error('{t} {0}')", "D3137: {t} {0}"},
		{"$assert(1 = 2, 'unequal')", "D3141: unequal"},
		{"$assert(false)", "D3141: $assert() statement failed"},
		{"$assert(false, '')", "D3141: $assert() statement failed"},
		{"$substring(true, 2)", "T0410: argument 1 of function substring has the wrong type"},
		{"$sum(['a'])", "T0412: argument 1 of function sum must be an array of numbers"},
		{"'{1}' < 5", `T2009: cannot compare "{1}" with 5: both sides of < must have one type`},
		{"-$sum", "D1002: cannot negate a value that is not a number: a function"},
		{"$number('0x')", `D3030: cannot make a number of "0x"`},
		{"-'" + "aé" + "'", `D1002: cannot negate a value that is not a number: "aé"`},
		{"1/0", ""},
		{"1/0 + 1", "D1001: number Infinity is out of range"},
		{"-1/0 + 1", "D1001: number -Infinity is out of range"},
		{"{$sum: 1}", "T1003: the key of an object must be a string, not a function"},
		{"{[1, {'a': 2}]: 1}", `T1003: the key of an object must be a string, not [1,{"a":2}]`},
	}
	for _, tt := range tests {
		got := ""
		x, err := CompileString(tt.src)
		if err == nil {
			_, err = x.Eval(Runtime{}, nil, nil)
		}
		var e *Error
		if errors.As(err, &e) {
			got = e.Error()
		}
		if got != tt.want {
			t.Errorf("%s: error %q, want %q", tt.src, got, tt.want)
		}
	}
}

func TestLongValuesAreCutInErrors(t *testing.T) {
	x, err := CompileString("-$pad('', 500, 'é')")
	if err != nil {
		t.Fatal(err)
	}
	_, err = x.Eval(Runtime{}, nil, nil)
	if err == nil {
		t.Fatal("no error")
	}
	if n := len(err.Error()); n > 300 {
		t.Errorf("the error has %d bytes: %s", n, err)
	}
}
