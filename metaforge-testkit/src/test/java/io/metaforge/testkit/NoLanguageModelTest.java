package io.metaforge.testkit;

import io.metaforge.application.port.out.LanguageModel;
import io.metaforge.testkit.contract.LanguageModelContract;

class NoLanguageModelTest extends LanguageModelContract {

    @Override
    protected LanguageModel newModel() {
        return LanguageModel.none();
    }
}
