package endpoint

import (
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for _, name := range []string{"a", "A-b_c.1", "größe", "日本", "a(b)!'@+=", strings.Repeat("ä", 80), "a\u00ad"} {
		if err := checkName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	bad := []string{"", strings.Repeat("a", 81), "a\u00a0b", "a\u2003b", "a\u3000", "a\x7f", "a\u0085", "\ufffe", "\uffff", "a\xff"}
	for _, r := range "?*<>{}[]\"#%\\^|~`$&,;:/ \t\n\x00" {
		bad = append(bad, "a"+string(r)+"b")
	}
	for _, name := range bad {
		if err := checkName(name); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
}

func TestReadARN(t *testing.T) {
	const prefix = "arn:aws:states:us-east-1:123456789012:"
	for _, tt := range []struct{ in, name, rest, machine string }{
		{prefix + "stateMachine:m", "m", "", prefix + "stateMachine:m"},
		{prefix + "stateMachine:m:12", "m", "12", prefix + "stateMachine:m"},
		{prefix + "stateMachine:m/label", "m/label", "", prefix + "stateMachine:m/label"},
		{prefix + "execution:m:x", "m", "x", prefix + "execution:m"},
		{prefix + "execution:m:x:y", "m", "x:y", prefix + "execution:m"},
		{"arn:aws-cn:states:cn-north-1:123456789012:execution:m/label:x", "m/label", "x", "arn:aws-cn:states:cn-north-1:123456789012:execution:m/label"},
	} {
		a, err := readARN(tt.in, "stateMachine", "execution")
		if err != nil || a.name != tt.name || a.rest != tt.rest || a.machineOf() != tt.machine || a.full != tt.in {
			t.Errorf("%s: %+v, %v", tt.in, a, err)
		}
	}
	for _, in := range []string{
		"", "m", "arn", "arn:aws:states", "arn::states:us-east-1:123456789012:stateMachine:m", "urn:aws:states:us-east-1:123456789012:stateMachine:m",
		prefix + "stateMachine", prefix + "stateMachine:", prefix + "stateMachine::1", prefix + "stateMachine:m:", prefix + "activity:m", prefix + "mapRun:m/l:x",
		"arn:aws:s3:us-east-1:123456789012:stateMachine:m",
	} {
		if a, err := readARN(in, "stateMachine", "execution"); err == nil {
			t.Errorf("%q: %+v", in, a)
		}
	}
}
