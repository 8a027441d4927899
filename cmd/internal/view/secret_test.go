package view

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
)

func TestSecretly(t *testing.T) {
	for _, name := range []string{
		"pw", "--pw", "db_pw", "dbPw", "PWD", "--db-pwd", "auth", "--auth", "basicAuth", "x-auth", "credentials", "API_KEY", "password", "bearer_token", "MySecret",
	} {
		if !secretly(name) {
			t.Errorf("%s is not taken for the name of a secret", name)
		}
	}
	for _, name := range []string{"author", "AuthType", "power", "spwan", "key", "authors", "day", "backpwards", "primary_key", ""} {
		if secretly(name) {
			t.Errorf("%s is taken for the name of a secret", name)
		}
	}
}

func TestSecretTexts(t *testing.T) {
	got := SecretTexts(map[string]cty.Value{
		"db_password": cty.StringVal("hunter2"),
		"same_secret": cty.StringVal("hunter2"),
		"pin_token":   cty.NumberIntVal(123456),
		"pw":          cty.StringVal("abc"), // too short
		"secret_arn":  cty.StringVal("arn:aws:secretsmanager:eu-west-1:1:secret:x"),
		"secret_none": cty.NullVal(cty.String),
		"secret_hole": cty.DynamicVal,
		"day":         cty.StringVal("2026-01-05"),
		"login":       cty.ObjectVal(map[string]cty.Value{"user": cty.StringVal("anna"), "password": cty.StringVal("sesame")}),
		"tokens":      cty.TupleVal([]cty.Value{cty.StringVal("first"), cty.MapVal(map[string]cty.Value{"any": cty.StringVal("second")})}),
		"secret_flag": cty.True,
	})
	if diff := cmp.Diff([]string{"123456", "first", "hunter2", "second", "sesame"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A secret is found in each way that it can be written in a definition.
func TestSecretsWherever(t *testing.T) {
	secrets := findSecrets([]string{"hunter2", `it's "quoted"\`, "hunter2-and-more", "a b/c"})
	tests := []struct{ text, want string }{
		{`{"a":"abchunter2"}`, `{"a":"abc(hidden)"}`},
		{`{"a":"hunter2-and-more, hunter2-and"}`, `{"a":"(hidden), (hidden)-and"}`},
		{`{"a":{"hunter2":1}}`, `{"a":{"(hidden)":1}}`},
		{`{"a":["{% $x & 'hunter2' & $y %}"]}`, `{"a":["{% $x & '(hidden)' & $y %}"]}`},
		{`{"a":"it's \"quoted\"\\"}`, `{"a":"(hidden)"}`},
		{`{"a":"{\"b\":\"it's \\\"quoted\\\"\\\\\"}"}`, `{"a":"{\"b\":\"(hidden)\"}"}`},
		{`{"a":"{% 'it\\'s \\\"quoted\\\"\\\\' %}"}`, `{"a":"{% '(hidden)' %}"}`},
		{`{"a":"https://h/?q=a+b%2Fc"}`, `{"a":"https://h/?q=(hidden)"}`},
		{`{"a":"hunter"}`, `{"a":"hunter"}`},
	}
	for _, test := range tests {
		if got := secrets.hidden(test.text); got != test.want {
			t.Errorf("%s\nis shown as\n%s\nwant\n%s", test.text, got, test.want)
		}
	}
}

// What a variable was before is secret too, where it was.
func TestSecretPartners(t *testing.T) {
	secrets := findSecrets([]string{"hunter2"})
	tests := []struct {
		known, other string
		want         []string
	}{
		{`{"a":"abc hunter2"}`, `{"a":"abc first"}`, []string{"first"}},
		{`{"a":"u:hunter2@h:hunter2"}`, `{"a":"u:one@h:two"}`, []string{"one", "two"}},
		{`{"a":"abc hunter2"}`, `{"a":"def first"}`, []string{"def first"}},
		{`{"a":["x","hunter2"]}`, `{"a":["x","first"]}`, []string{"first"}},
		{`{"a":["x","hunter2"]}`, `{"a":["first","x","y"]}`, []string{"first", "y"}},
		{`{"a":"abc"}`, `{"a":"def"}`, nil},
		{`{"a":"hunter2"}`, `{"b":"def"}`, nil},
		{`{"a":"hunter2"}`, `{"a":"hunter2"}`, nil},
		{`{"a":"hunter2"}`, `["a"]`, nil},
		{`["hunter2"]`, `"a"`, nil},
		{`"hunter2"`, `1`, nil},
	}
	for _, test := range tests {
		got := secrets.partners(jsonValue(test.known), jsonValue(test.other))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s, and %s (-want +got):\n%s", test.known, test.other, diff)
		}
	}
	if got := (secretTexts{}).partners(asl.String("a"), asl.String("b")); got != nil {
		t.Errorf("of no secrets: %q", got)
	}
}
