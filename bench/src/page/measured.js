window.slipwayBench.then(done)
