package aws

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/smithy-go"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

func TestKindOf(t *testing.T) {
	tests := []struct {
		operation, code, message string
		want                     deploy.FaultKind
	}{
		{"DescribeStateMachine", "StateMachineDoesNotExist", "", deploy.NotFound},
		{"GetRole", "NoSuchEntity", "", deploy.NotFound},
		{"CreateRole", "EntityAlreadyExists", "", deploy.Exists},
		{"CreateStateMachine", "StateMachineAlreadyExists", "", deploy.Exists},
		{"CreateStateMachineAlias", "ConflictException", "", deploy.Exists},
		{"CreateSchedule", "ConflictException", "", deploy.Exists},
		{"CreateScheduleGroup", "ConflictException", "", deploy.Exists},
		// Its name being taken has an error of its own.
		{"CreateStateMachine", "ConflictException", "", deploy.Conflict},
		{"UpdateStateMachine", "ConflictException", "", deploy.Conflict},
		{"DeleteRole", "DeleteConflict", "", deploy.Conflict},
		{"UpdateStateMachine", "StateMachineDeleting", "", deploy.Deleting},
		{"UpdateStateMachine", "TooManyRequestsException", "", deploy.Throttled},
		{"PutRule", "LimitExceededException", "", deploy.Limit},
		{"CreateStateMachine", "InvalidDefinition", "", deploy.Invalid},
		{"GetRole", "InvalidClientTokenId", "", deploy.Other},
		{"CreateStateMachine", "AccessDeniedException", "User: u is not authorized to perform: states:CreateStateMachine", deploy.AccessDenied},
		{
			"CreateStateMachine", "AccessDeniedException",
			"Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.", deploy.NotReady,
		},
		{
			"UpdateStateMachine", "AccessDeniedException",
			"The state machine IAM Role is not authorized to access the Log Destination", deploy.NotReady,
		},
		{"CreateStateMachine", "AccessDeniedException", "'arn:aws:iam::1:role/r' is not authorized to create managed-rule.", deploy.NotReady},
		{
			"CreateSchedule", "ValidationException",
			"The execution role you provide must allow AWS EventBridge Scheduler to assume the role.", deploy.NotReady,
		},
		{"CreateSchedule", "ValidationException", "Invalid Schedule Expression cron(1).", deploy.Invalid},
		{"PutTargets", "ValidationException", "Provided role 'r' cannot be assumed by principal 'events.amazonaws.com'.", deploy.NotReady},
		{"UpdateAssumeRolePolicy", "MalformedPolicyDocument", `Invalid principal in policy: "AWS":"arn:aws:iam::1:role/r"`, deploy.NotReady},
		{"PutRolePolicy", "MalformedPolicyDocument", "Syntax errors in policy.", deploy.Invalid},
	}
	for _, test := range tests {
		if got := kindOf(test.operation, test.code, test.message); got != test.want {
			t.Errorf("kindOf(%s, %s, %s) = %q, want %q", test.operation, test.code, test.message, got, test.want)
		}
	}
}

// one call of each service and protocol, that reads and that writes.
var calls = []struct {
	action string
	make   func(context.Context, *Client) error
}{
	{"sts:GetCallerIdentity", func(ctx context.Context, c *Client) error { _, err := c.Place(ctx); return err }},
	{"iam:GetRole", func(ctx context.Context, c *Client) error {
		_, err := c.Read(ctx, deploy.ID{Kind: deploy.KindRole, Name: "r"})
		return err
	}},
	{"iam:CreateRole", func(ctx context.Context, c *Client) error {
		return c.Create(ctx, &deploy.Role{Name: "r", Trust: trust("states.amazonaws.com")})
	}},
	{"logs:DescribeLogGroups", func(ctx context.Context, c *Client) error {
		_, err := c.List(ctx, deploy.ID{Kind: deploy.KindLogGroup})
		return err
	}},
	{"logs:CreateLogGroup", func(ctx context.Context, c *Client) error { return c.Create(ctx, &deploy.LogGroup{Name: "g"}) }},
	{"states:ListStateMachines", func(ctx context.Context, c *Client) error {
		_, err := c.List(ctx, deploy.ID{Kind: deploy.KindMachine})
		return err
	}},
	{"states:UpdateStateMachine", func(ctx context.Context, c *Client) error {
		_, err := c.Update(ctx, &deploy.Machine{Name: "ground", Definition: definition, Role: runRole})
		return err
	}},
	{"states:PublishStateMachineVersion", func(ctx context.Context, c *Client) error {
		_, err := c.Publish(ctx, "ground", "a", "")
		return err
	}},
	{"scheduler:GetScheduleGroup", func(ctx context.Context, c *Client) error {
		_, err := c.Read(ctx, deploy.ID{Kind: deploy.KindScheduleGroup, Name: "g"})
		return err
	}},
	{"scheduler:UpdateSchedule", func(ctx context.Context, c *Client) error {
		_, err := c.Update(ctx, &deploy.Schedule{Group: "pipectl-ground", Name: "n", Expression: "rate(1 hour)", Timezone: "UTC", Target: "t", Role: runRole})
		return err
	}},
	{"events:DescribeRule", func(ctx context.Context, c *Client) error {
		_, err := c.Read(ctx, deploy.ID{Kind: deploy.KindRule, In: "default", Name: "r"})
		return err
	}},
	{"events:PutRule", func(ctx context.Context, c *Client) error {
		return c.Create(ctx, &deploy.Rule{Bus: "default", Name: "r", Pattern: "{}"})
	}},
	{"cloudwatch:DescribeAlarms", func(ctx context.Context, c *Client) error {
		_, err := c.Health(ctx, deploy.Watch{Machine: "ground", Version: 1, Alarms: []string{"late"}})
		return err
	}},
}

// Each kind of trouble with each kind of call is the same fault, whatever the
// service's words for it are, and is met once: nothing is tried again here.
func TestTrouble(t *testing.T) {
	troubles := []struct {
		name    string
		trouble func(awstest.Call) *awstest.Trouble
		want    deploy.FaultKind
	}{
		{"throttled", awstest.Throttled, deploy.Throttled},
		{"500", func(c awstest.Call) *awstest.Trouble { return awstest.Broken(c, false) }, deploy.Unavailable},
		{"500 after all", func(c awstest.Call) *awstest.Trouble { return awstest.Broken(c, true) }, deploy.Unavailable},
		{"reset", func(awstest.Call) *awstest.Trouble { return awstest.Reset(false) }, deploy.Unavailable},
		{"conflict", awstest.Conflicting, deploy.Conflict},
		{"denied", func(c awstest.Call) *awstest.Trouble { return awstest.Denied(c, c.Action()) }, deploy.AccessDenied},
		{"bad gateway", func(awstest.Call) *awstest.Trouble {
			return &awstest.Trouble{Problem: &awstest.Problem{Code: "", Message: "", Status: 502}}
		}, deploy.Unavailable},
	}
	for _, trouble := range troubles {
		for _, call := range calls {
			if trouble.name == "conflict" && strings.HasPrefix(call.action, "sts:") || trouble.name == "conflict" && strings.HasPrefix(call.action, "cloudwatch:") {
				continue // what only reads meets none
			}
			t.Run(trouble.name+" "+call.action, func(t *testing.T) {
				s := awstest.Start(t, awstest.Options{})
				c := connect(t, s)
				if call.action != "sts:GetCallerIdentity" {
					ground(t, c)
				}
				s.Forget()
				s.Meddle(func(of awstest.Call) *awstest.Trouble {
					if of.Action() == call.action {
						return trouble.trouble(of)
					}
					return nil
				})
				err := call.make(t.Context(), c)
				var f *deploy.Fault
				if !errors.As(err, &f) || f.Kind != trouble.want || f.Call != call.action {
					t.Fatalf("%s fails with %v, want a fault %q", call.action, err, trouble.want)
				}
				if trouble.want == deploy.AccessDenied && f.Missing() != call.action {
					t.Errorf("%s is said to be missing, not %s", f.Missing(), call.action)
				}
				made, writes := 0, false
				for _, of := range s.Calls() {
					if of.Action() == call.action {
						made++
						writes = of.Writes()
					}
				}
				// net/http repeats a GET over a connection that was used before.
				if made != 1 && (writes || made != 2 || trouble.name != "reset") {
					t.Errorf("%s was called %d times, want once", call.action, made)
				}
			})
		}
	}
}

// The message of the service says more than the call does.
func TestMissingPermission(t *testing.T) {
	s := awstest.Start(t, awstest.Options{})
	c := connect(t, s)
	ground(t, c)
	s.Meddle(func(of awstest.Call) *awstest.Trouble { return awstest.Denied(of, "iam:PassRole") })
	err := c.Create(t.Context(), &deploy.Machine{Name: "m", Definition: definition, Role: runRole})
	var f *deploy.Fault
	if !errors.As(err, &f) || f.Missing() != "iam:PassRole" || f.Call != "states:CreateStateMachine" {
		t.Fatalf("Create() fails with %v, want iam:PassRole to be missing", err)
	}
	want := "states:CreateStateMachine: machine m is not allowed (needs the permission iam:PassRole): User: "
	if !strings.HasPrefix(err.Error(), want) {
		t.Errorf("the error is %q, want %q…", err, want)
	}
}

// What was made though no answer came is there.
func TestAnswerLost(t *testing.T) {
	for _, trouble := range []*awstest.Trouble{awstest.Reset(true), awstest.Hangs(true)} {
		s := awstest.Start(t, awstest.Options{})
		c := connectWith(t, Options{Region: "us-east-1", Endpoint: s.URL, Timeout: 200 * time.Millisecond})
		s.Meddle(func(of awstest.Call) *awstest.Trouble {
			if of.Writes() {
				return trouble
			}
			return nil
		})
		group := &deploy.LogGroup{Name: "g"}
		if err := c.Create(t.Context(), group); !deploy.IsFault(err, deploy.Unavailable) {
			t.Errorf("Create() fails with %v, want a fault Unavailable", err)
		}
		compare(t, c, group)
	}
}

// Whoever gives up gets the error of giving up, which nobody tries again.
func TestGivenUp(t *testing.T) {
	s := awstest.Start(t, awstest.Options{})
	c := connect(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	s.Meddle(func(awstest.Call) *awstest.Trouble { return awstest.Killed(cancel) })
	_, err := c.List(ctx, deploy.ID{Kind: deploy.KindRole})
	var f *deploy.Fault
	if !errors.Is(err, context.Canceled) || errors.As(err, &f) {
		t.Errorf("List() fails with %v, want that the context was canceled", err)
	}
}

func TestFaultOfOtherErrors(t *testing.T) {
	mine := &deploy.Fault{Kind: deploy.Limit}
	if got := faultOf(deploy.ID{}, fmt.Errorf("x: %w", mine)); !deploy.IsFault(got, deploy.Limit) {
		t.Errorf("a fault becomes %v", got)
	}
	if got := faultOf(deploy.ID{}, nil); got != nil {
		t.Errorf("nil becomes %v", got)
	}
	got := faultOf(deploy.ID{}, &smithy.OperationError{ServiceID: "IAM", OperationName: "GetRole", Err: errors.New("no such host of mine")})
	if want := "iam:GetRole: was refused: no such host of mine"; got.Error() != want {
		t.Errorf("the error is %q, want %q", got, want)
	}
	if got := faultOf(deploy.ID{}, errors.New("bare")); got.Error() != "was refused: bare" {
		t.Errorf("the error is %q", got)
	}
}

// Nothing that an error says gives the credentials away.
func TestFaultsKeepSecrets(t *testing.T) {
	for _, call := range calls {
		s := awstest.Start(t, awstest.Options{})
		c := connect(t, s)
		if call.action != "sts:GetCallerIdentity" {
			ground(t, c)
		}
		for _, trouble := range []*awstest.Trouble{awstest.Reset(false), {Problem: &awstest.Problem{Code: "SignatureDoesNotMatch", Message: "no", Status: 403}}} {
			s.Meddle(func(awstest.Call) *awstest.Trouble { return trouble })
			if err := call.make(t.Context(), c); err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), "test-secret") {
				t.Errorf("%s fails with %v", call.action, err)
			}
		}
	}
}

// Services say of a wrong signature which request it should be that of, with all
// its headers.
func TestFaultsDoNotRepeatRequests(t *testing.T) {
	s := awstest.Start(t, awstest.Options{})
	s.Meddle(func(awstest.Call) *awstest.Trouble {
		return &awstest.Trouble{Problem: &awstest.Problem{
			Code: "InvalidSignatureException", Status: 400,
			Message: "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key " +
				"and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have " +
				"been\n'POST\n/\n\nhost:states.us-east-1.amazonaws.com\nx-amz-security-token:THE-TOKEN\n'\n\nThe String-to-Sign should have been\n'AWS4'",
		}}
	})
	_, err := connect(t, s).Read(t.Context(), deploy.ID{Kind: deploy.KindRole, Name: "r"})
	if err == nil || strings.Contains(err.Error(), "THE-TOKEN") || !strings.HasSuffix(err.Error(), "Consult the service documentation for details.") {
		t.Errorf("the error is %v", err)
	}
}
