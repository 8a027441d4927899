package view

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
)

func TestHide(t *testing.T) {
	tests := []struct{ text, want string }{
		{`{"Password":"a","user":"b"}`, `{"Password":"(hidden)","user":"b"}`},
		{
			`{"db":{"apiKey":"a","API_KEY":"a","accessKey":"a","privateKey":"a","Authorization":"a","sessionToken":"a"}}`,
			`{"db":{"apiKey":"(hidden)","API_KEY":"(hidden)","accessKey":"(hidden)","privateKey":"(hidden)","Authorization":"(hidden)","sessionToken":"(hidden)"}}`,
		},
		// What is no secret itself stays.
		{
			`{"SecretArn":"arn:aws:secretsmanager:eu-west-1:1:secret:x","TaskToken":"{% $states.context.Task.Token %}","token":"","tokens":3,"secret":null}`,
			`{"SecretArn":"arn:aws:secretsmanager:eu-west-1:1:secret:x","TaskToken":"{% $states.context.Task.Token %}","token":"","tokens":3,"secret":null}`,
		},
		{`{"Credentials":{"RoleArn":"arn:aws:iam::1:role/r"}}`, `{"Credentials":{"RoleArn":"arn:aws:iam::1:role/r"}}`},
		// Environments and command lines.
		{
			`{"Environment":[{"Name":"DB_PASSWORD","Value":"a"},{"Name":"USER","Value":"b"}]}`,
			`{"Environment":[{"Name":"DB_PASSWORD","Value":"(hidden)"},{"Name":"USER","Value":"b"}]}`,
		},
		{`{"Args":["--password","a","--user","b","token","c"]}`, `{"Args":["--password","(hidden)","--user","b","token","c"]}`},
		// URLs, headers and texts of command lines.
		{`{"url":"jdbc:postgres://admin:hunter2@host:5432/db"}`, `{"url":"jdbc:postgres://admin:(hidden)@host:5432/db"}`},
		{`{"url":"redis://:p@ss@host, https://host:443/a?b=c"}`, `{"url":"redis://:(hidden)@host, https://host:443/a?b=c"}`},
		{`{"url":"https://h/?user=a&password=b&c=d"}`, `{"url":"https://h/?user=a&password=(hidden)&c=d"}`},
		{`{"Header":"Authorization: Bearer abc","To":"Bearer abc def"}`, `{"Header":"Authorization: Bearer (hidden)","To":"Bearer (hidden) def"}`},
		{`{"a":"Basic abc","b":"Basic YWI6Yw== and","Comment":"Basic checks of bearers"}`, `{"a":"Basic (hidden)","b":"Basic (hidden) and","Comment":"Basic checks of bearers"}`},
		{`{"a":"run --pw=abc --day=1 --password='x y' PGPASSWORD=abc"}`, `{"a":"run --pw=(hidden) --day=1 --password='(hidden)' PGPASSWORD=(hidden)"}`},
		{`{"a":"{% 'Bearer abc' & $token=$x %}","b":"{% 'x://u:p@h/' & $y %}"}`, `{"a":"{% 'Bearer (hidden)' & $token=$x %}","b":"{% 'x://u:(hidden)@h/' & $y %}"}`},
		{`{"--pw":"a","auth":"b","Credential":"c","AuthType":"IAM_ROLE"}`, `{"--pw":"(hidden)","auth":"(hidden)","Credential":"(hidden)","AuthType":"IAM_ROLE"}`},
		// Expressions.
		{
			`{"Arguments":"{% $merge([{'--password': 'a\\'b', \"token\": \"c\", '--date': $input_day, 'secret': $x}]) %}"}`,
			`{"Arguments":"{% $merge([{'--password': '(hidden)', \"token\": \"(hidden)\", '--date': $input_day, 'secret': $x}]) %}"}`,
		},
		{`{"Comment":"'password': 'in words'"}`, `{"Comment":"'password': 'in words'"}`},
	}
	for _, test := range tests {
		if got := (secretTexts{}).hidden(test.text); got != test.want {
			t.Errorf("%s\nis shown as\n%s\nwant\n%s", test.text, got, test.want)
		}
	}
	if got := (secretTexts{}).hidden("no JSON"); got != "no JSON" {
		t.Errorf("what is no JSON is shown as %q", got)
	}
}

// A difference shows that a secret has changed, and not to what.
func TestHiddenDifference(t *testing.T) {
	old := `{"password":"hunter1","a":1}`
	for new, want := range map[string]string{
		`{"password":"hunter1","a":1}`: "",
		`{"password":"hunter2","a":1}`: "-  \"password\": \"(hidden)\",\n+  \"password\": \"(hidden, and another)\",\n",
	} {
		got := ""
		for l := range strings.Lines((secretTexts{}).jsonDiff(old, new)) {
			if l[0] == '+' || l[0] == '-' {
				got += l
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", new, diff)
		}
	}
	machine := func(secret string) string {
		return `{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"r","Arguments":{"Token":"` + secret + `"},"End":true}}}`
	}
	states, _ := (secretTexts{}).diffMachines(machine("hunter1"), machine("hunter2"))
	if len(states) != 1 || states[0].Action != "update" || !strings.Contains(states[0].Diff, `+    "Token": "(hidden, and another)"`) || strings.Contains(states[0].Diff, "hunter") {
		t.Errorf("states = %+v", states)
	}
	if states, _ := (secretTexts{}).diffMachines(machine("hunter1"), machine("hunter1")); len(states) > 0 {
		t.Errorf("nothing changed, and states = %+v", states)
	}
}

// Whatever is hidden, it is hidden a second time the same, and values stay what
// they are but for texts.
func FuzzHide(f *testing.F) {
	for _, seed := range []string{`{}`, `["--token","x"]`, `{"a":"{% {'secret': 'x'} %}"}`, `{"Name":"password","Value":"x"}`, `{"password":"{%'"}`, `["a://b:c@d Bearer e Basic F --pw=g pwd=h"]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := asl.DecodeValue([]byte(text))
		if err != nil {
			return
		}
		once := (&hider{}).hide(v)
		twice := (&hider{}).hide(once)
		if a, b := string(asl.AppendValue(nil, once, -1)), string(asl.AppendValue(nil, twice, -1)); a != b {
			t.Errorf("%s\nis shown as\n%s\nand then as\n%s", text, a, b)
		}
	})
}
