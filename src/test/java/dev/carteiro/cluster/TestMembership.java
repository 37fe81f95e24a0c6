package dev.carteiro.cluster;

/** So many replicas as a test says. */
public final class TestMembership implements Membership {

    private int members;

    public TestMembership(int members) {
        this.members = members;
    }

    public void of(int replicas) {
        members = replicas;
    }

    @Override
    public long lease() {
        return 1;
    }

    @Override
    public boolean alone() {
        return members == 1;
    }

    @Override
    public int members() {
        return members;
    }

    @Override
    public long departures() {
        return 0;
    }

    @Override
    public long setBack() {
        return 0;
    }
}
