package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/internal/awstest"
)

// Whatever goes well or wrong, nothing that a command writes holds the keys it
// signs with, what else is in the environment, or what a task is told as a
// password or a token.
func TestSecretsAreKept(t *testing.T) {
	const source = `
pipectl { project = "shop" }
variable "key" {
  type    = string
  default = "sesame-open"
}
variable "unused" { default = "" }
variable "db_password" { default = "sesame-\"of the\" 'database'" }
variable "login" {
  default = { user = "anna-of-the-login", passphrase = "sesame-of-the-login" }
}
pipeline "orders" {
  alias = "live"
  schedule "nightly" {
    rate  = "1 day"
    input = { password = "sesame-of-the-schedule" }
  }
  input "password" { default = "none" }
  task "ecs_task" "load" {
    cluster     = "c"
    definition  = "load"
    container   = "main"
    environment = { DB_PASSWORD = var.key }
  }
  task "glue_job" "refine" {
    job       = "refine"
    arguments = {
      "--api-key"    = var.key,
      "--day"        = run.scheduled_date,
      "--connection" = "postgres://admin:sesame-of-the-url@host/db",
      "--pw"         = "sesame-pw",
      "--auth"       = "Basic sesame-basic",
      "--header"     = "Authorization: Bearer sesame-bearer",
    }
  }
  task "lambda" "tell" {
    function = "tell"
    payload  = { authorization = "Bearer ${var.key}", password = input.password }
  }
  task "lambda" "tell_more" {
    function = "tell"
    payload = {
      tok   = "abc${var.db_password}",
      url   = "postgres://u:${var.db_password}@h/db",
      who   = var.login.user,
      how   = ["as", var.login.passphrase],
      event = jsonencode({ all = "abc${var.db_password}" })
      both  = "${run.scheduled_date}-${var.db_password}"
    }
  }
  tags = { origin = "of ${var.login.passphrase}" }
}
`
	a := newHere(t, source)
	t.Setenv("PIPECTL_VAR_unused", "sesame-of-the-environment")
	secrets := []string{"secret-of-here", "token-of-here", "sesame-"}
	plan := filepath.Join(a.dir, "plan.json")
	code := 0
	check := func(args ...string) string {
		t.Helper()
		var out bytes.Buffer
		code = a.run(Streams{Out: &out, Err: &out}, args...)
		for _, secret := range secrets {
			for line := range strings.Lines(out.String()) {
				if strings.Contains(line, secret) {
					t.Errorf("pipectl %s writes %q", strings.Join(args, " "), line)
				}
			}
		}
		if out.Len() == 0 {
			t.Errorf("pipectl %s says nothing", strings.Join(args, " "))
		}
		return out.String()
	}
	everything := func(wrong bool) {
		for _, format := range []string{"text", "json", "markdown"} {
			check("plan", a.dir, "--format", format)
		}
		check("plan", a.dir, "-o", plan, "--remote-validate")
		check("deploy", "--dry-run", plan)
		check("deploy", "--yes", a.dir)
		if (code != ExitDone) != wrong {
			t.Errorf("a deploy ends with %d", code)
		}
		// What changes is shown, and not to what.
		changed := check("plan", a.dir, "--var", "key=sesame-other")
		if !wrong && !strings.Contains(changed, "(hidden, and another)") {
			t.Errorf("a plan does not show that a secret changed:\n%s", changed)
		}
		for _, format := range []string{"text", "json", "markdown"} {
			changed = check("plan", a.dir, "--format", format, "--var", "db_password=sesame-of-tomorrow", "--var", `login={user="bert", passphrase="sesame-of-now"}`)
			if !wrong && !strings.Contains(changed, "abc(hidden, and another)") {
				t.Errorf("a plan does not show that a part of a text changed that is secret:\n%s", changed)
			}
		}
		check("deploy", "--yes", a.dir, "--var", "key=sesame-other", "--canary", "10%/1m")
		check("status", a.dir)
		check("status", a.dir, "--format", "json")
		// An execution's input is nobody's business either, but of who asks for
		// its whole history, with --format json.
		check("run", "orders", a.dir, "--input", `{"password":"sesame-of-the-execution"}`)
		check("run", "orders", a.dir, "--input", `{"password":"sesame-of-the-execution"}`, "--local", "--stub")
		check("history", "orders")
		check("rollback", "orders", a.dir, "--yes")
		check("destroy", "--yes", a.dir)
	}
	everything(false)
	saved, err := os.ReadFile(plan)
	if err != nil {
		t.Fatal(err)
	}
	// A plan holds what the machines hold, so that it can be deployed; it holds
	// nothing of who made it, and nobody else may read it.
	for _, secret := range append(secrets[:2:2], "sesame-of-the-environment") {
		if bytes.Contains(saved, []byte(secret)) {
			t.Errorf("the plan that was saved holds %q", secret)
		}
	}
	if st, err := os.Stat(plan); err != nil || st.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("others may read the plan: %v, %v", st.Mode(), err)
	}

	// Services repeat what they were sent in what they refuse.
	for _, trouble := range []*awstest.Problem{
		{Code: "InvalidSignatureException", Status: 400, Message: "It does not match.\n\nThe Canonical String for this request should have been\n'x-amz-security-token:token-of-here'"},
		{Code: "ValidationException", Status: 400, Message: "no"},
		{Code: "AccessDeniedException", Status: 400, Message: "no"},
	} {
		a.server.Meddle(func(c awstest.Call) *awstest.Trouble {
			if c.Action() == "states:CreateStateMachine" || trouble.Code != "ValidationException" {
				return &awstest.Trouble{Problem: trouble}
			}
			return nil
		})
		everything(true)
	}
	a.server.Meddle(nil)
	t.Setenv("AWS_ENDPOINT_URL", "http://user:sesame-of-the-url@127.0.0.1:1")
	check("status", a.dir)
}
