package upstream

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"unwind/data"
	"unwind/data/feed"
)

// patience is how long a request waits for its turn in a budget.
const patience = 2 * data.Second

// largestPlan bounds what an answer may say of the operator's plan; the largest
// that is known allows 1,200 in a minute.
const largestPlan = 10_000

// takeTurn waits until the request fits into its budget, or refuses if that
// takes too long.
func (c *Client) takeTurn(ctx context.Context, v *feed.Venue, r feed.Request) error {
	now := c.ms()
	c.metersMu.Lock()
	m, err := c.meter(v, r)
	if err != nil {
		c.metersMu.Unlock()
		return err
	}
	at, ok := m.reserve(now, now+patience, max(r.Weight, 1))
	c.metersMu.Unlock()
	if !ok {
		return &feed.Refusal{Venue: v.ID, Reason: feed.RateLimited, Wait: at - now, Text: "this server asked as often as it allows itself"}
	}
	return c.sleep(ctx, at-now)
}

// meter returns the meter of a request's budget; the caller holds the lock.
func (c *Client) meter(v *feed.Venue, r feed.Request) (*meter, error) {
	key := v.ID + " " + r.Host + " " + r.Budget
	if m := c.meters[key]; m != nil {
		return m, nil
	}
	for _, b := range v.Budgets {
		if b.Name == r.Budget && b.Host == r.Host {
			c.meters[key] = &meter{budget: b}
			return c.meters[key], nil
		}
	}
	return nil, fmt.Errorf("venue %q has no budget %q for %s", v.ID, r.Budget, r.Host)
}

// takeUsed takes in what the answer says of the budget.
func (c *Client) takeUsed(v *feed.Venue, r feed.Request, a feed.Answer) {
	c.metersMu.Lock()
	defer c.metersMu.Unlock()
	m, err := c.meter(v, r)
	if err != nil {
		return
	}
	if plan, err := strconv.Atoi(a.Get(m.budget.Limit)); err == nil {
		m.plan = min(plan, largestPlan)
	}
	if used, err := strconv.Atoi(a.Get(m.budget.Used)); err == nil {
		m.seen(c.ms(), used)
	}
}

func (c *Client) ms() data.UnixMs { return data.UnixMs(c.Now().UnixMilli()) }

// sleep waits, or returns the error of ctx.
func sleep(ctx context.Context, wait data.UnixMs) error {
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(time.Duration(wait) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
